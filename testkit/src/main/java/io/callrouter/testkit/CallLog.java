package io.callrouter.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happened in a call, in the order in which it was noted. */
final class CallLog {
  private final CallClock clock;
  private final Consumer<TimelineEvent> listener;
  private final List<TimelineEvent> events = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> verbs = new ArrayList<>();
  private final List<String> documents = new ArrayList<>();
  private final List<String> speech = new ArrayList<>();
  private final List<CallRecording> recordings = new ArrayList<>();

  CallLog(CallClock clock, Consumer<TimelineEvent> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  void add(TimelineEvent.Kind kind, String detail) {
    add(kind, clock.now(), Duration.ZERO, detail);
  }

  /** Notes a matter that is over now and began then. */
  void add(TimelineEvent.Kind kind, Duration begun, String detail) {
    Duration now = clock.now();
    add(kind, now, now.minus(begun), detail);
  }

  void add(TimelineEvent.Kind kind, Duration at, Duration took, String detail) {
    TimelineEvent event = new TimelineEvent(kind, at, took, detail);
    synchronized (events) {
      events.add(event);
    }
    listener.accept(event);
  }

  void alert(Alert.Level level, int code, String text) {
    synchronized (alerts) {
      alerts.add(new Alert(level, code, text, clock.now()));
    }
    add(TimelineEvent.Kind.ALERT, code + " " + text);
  }

  void document(String text) {
    synchronized (documents) {
      documents.add(text);
    }
  }

  void verb(Verb verb) {
    if (verb.isExperienced()) {
      synchronized (verbs) {
        verbs.add(verb.name());
      }
    }
    add(TimelineEvent.Kind.VERB, verb.name());
  }

  void speech(String heard) {
    synchronized (speech) {
      speech.add(heard);
    }
  }

  void recording(CallRecording kept) {
    synchronized (recordings) {
      recordings.add(kept);
    }
  }

  List<TimelineEvent> events() {
    return copy(events);
  }

  List<Alert> alerts() {
    return copy(alerts);
  }

  List<String> verbs() {
    return copy(verbs);
  }

  List<String> documents() {
    return copy(documents);
  }

  List<String> speech() {
    return copy(speech);
  }

  List<CallRecording> recordings() {
    return copy(recordings);
  }

  private static <T> List<T> copy(List<T> list) {
    synchronized (list) {
      return List.copyOf(list);
    }
  }
}
