package io.callrouter.testkit.twilio;

import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.carrier.CallLog;
import java.util.ArrayList;
import java.util.List;

/** The documents that came in a call, and the verbs it went through. */
final class TwimlLog {
  private final CallLog log;
  private final List<String> verbs = new ArrayList<>();
  private final List<String> documents = new ArrayList<>();

  TwimlLog(CallLog log) {
    this.log = log;
  }

  synchronized void document(String text) {
    documents.add(text);
  }

  void verb(Verb verb) {
    if (verb.isExperienced()) {
      synchronized (this) {
        verbs.add(verb.name());
      }
    }
    log.add(TimelineEvent.Kind.VERB, verb.name());
  }

  synchronized List<String> verbs() {
    return List.copyOf(verbs);
  }

  synchronized List<String> documents() {
    return List.copyOf(documents);
  }
}
