package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened in a call, in the order in which it was noted.
 *
 * @since 0.1
 */
public final class CallLog {
  private final CallClock clock;
  private final Consumer<TimelineEvent> listener;
  private final List<TimelineEvent> events = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> speech = new ArrayList<>();
  private final List<CallRecording> recordings = new ArrayList<>();

  /** Tells what is noted to that listener. */
  public CallLog(CallClock clock, Consumer<TimelineEvent> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Notes what happens now. */
  public void add(TimelineEvent.Kind kind, String detail) {
    add(kind, clock.now(), Duration.ZERO, detail);
  }

  /** Notes a matter that is over now and began then. */
  public void add(TimelineEvent.Kind kind, Duration begun, String detail) {
    Duration now = clock.now();
    add(kind, now, now.minus(begun), detail);
  }

  /** Notes what happened then. */
  public void add(TimelineEvent.Kind kind, Duration at, Duration took, String detail) {
    TimelineEvent event = new TimelineEvent(kind, at, took, detail);
    synchronized (events) {
      events.add(event);
    }
    listener.accept(event);
  }

  /** Notes a complaint of the carrier. */
  public void alert(Alert.Level level, int code, String text) {
    synchronized (alerts) {
      alerts.add(new Alert(level, code, text, clock.now()));
    }
    add(TimelineEvent.Kind.ALERT, code + " " + text);
  }

  /** Notes that the carrier does now what the test asked for. */
  public void misbehaved(Misbehaviour how) {
    add(TimelineEvent.Kind.MISBEHAVED, how.toString());
  }

  /** Notes what the carrier said to the caller, as far as he heard it. */
  public void speech(String heard) {
    synchronized (speech) {
      speech.add(heard);
    }
  }

  /** Notes a recording that the carrier keeps. */
  public void recording(CallRecording kept) {
    synchronized (recordings) {
      recordings.add(kept);
    }
  }

  /** What happened until now. */
  public List<TimelineEvent> events() {
    return copy(events);
  }

  /** What the carrier complained of. */
  public List<Alert> alerts() {
    return copy(alerts);
  }

  /** What the carrier said to the caller. */
  public List<String> speech() {
    return copy(speech);
  }

  /** What the carrier keeps. */
  public List<CallRecording> recordings() {
    return copy(recordings);
  }

  private static <T> List<T> copy(List<T> list) {
    synchronized (list) {
      return List.copyOf(list);
    }
  }
}
