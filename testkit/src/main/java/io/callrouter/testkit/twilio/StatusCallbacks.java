package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.carrier.CallLog;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call and its streams tell without asking anything back; nobody waits for the answers. */
final class StatusCallbacks {
  private static final int CALLBACK_WARNING = 15003;
  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final URI address;
  private final TwilioWeb web;
  private final CallLog log;
  private final Timekeeper timekeeper;
  private int calls;

  StatusCallbacks(URI address, TwilioWeb web, CallLog log, Timekeeper timekeeper) {
    this.address = address;
    this.web = web;
    this.log = log;
    this.timekeeper = timekeeper;
  }

  /** A change of the call; its number and time are those of now, whenever it is delivered. */
  void call(Map<String, String> parameters) {
    NextDocument number = new NextDocument("POST", address, Map.of());
    progress(TwilioWebhook.CALL_STATUS, number, calls++, parameters);
  }

  /** A change of a leg that a dial made, the number of which counts what is told of that leg. */
  void leg(NextDocument subscriber, int number, Map<String, String> parameters) {
    progress(TwilioWebhook.DIAL_STATUS, subscriber, number, parameters);
  }

  /** A change of a conference, the number of which counts what is told of that conference. */
  void conference(NextDocument subscriber, int number, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("Timestamp", RFC_2822.format(timekeeper.now()));
    all.put("SequenceNumber", Integer.toString(number));
    post(TwilioWebhook.CONFERENCE_STATUS, subscriber.method(), subscriber.url(), all);
  }

  private void progress(
      TwilioWebhook kind, NextDocument to, int number, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("Timestamp", RFC_2822.format(timekeeper.now()));
    all.put("CallbackSource", "call-progress-events");
    all.put("SequenceNumber", Integer.toString(number));
    post(kind, to.method(), to.url(), all);
  }

  /** A change of a stream; nothing is sent where the application asked for nothing. */
  void stream(@Nullable NextDocument subscriber, Map<String, String> parameters) {
    if (subscriber == null) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>(parameters);
    Instant now = timekeeper.now().truncatedTo(ChronoUnit.MILLIS);
    all.put("Timestamp", DateTimeFormatter.ISO_INSTANT.format(now));
    post(TwilioWebhook.STREAM_STATUS, subscriber.method(), subscriber.url(), all);
  }

  /** What became of a recording; nothing is sent where the application did not ask for that. */
  void recording(
      @Nullable RecordingStatus subscriber, Instant startedAt, Map<String, String> parameters) {
    if (subscriber == null || !subscriber.events().contains(parameters.get("RecordingStatus"))) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("RecordingStartTime", RFC_2822.format(startedAt));
    NextDocument address = subscriber.address();
    post(TwilioWebhook.RECORDING_STATUS, address.method(), address.url(), all);
  }

  private void post(TwilioWebhook kind, String method, URI url, Map<String, String> parameters) {
    web.send(kind, method, url, parameters)
        .whenComplete((answer, failure) -> judge(kind, answer, failure));
  }

  private void judge(
      TwilioWebhook kind, @Nullable WebResponse answer, @Nullable Throwable failure) {
    if (failure != null) {
      log.alert(Alert.Level.WARNING, TwimlFault.HTTP_CONNECTION, kind + ": " + failure);
    } else if (answer != null && answer.status() / 100 != 2) {
      log.alert(Alert.Level.WARNING, CALLBACK_WARNING, kind + " got HTTP " + answer.status());
    }
  }
}
