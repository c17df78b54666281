package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.Tape;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records what the caller says, until it is stopped, he has been silent for long enough after he
 * spoke, or it is as long as it may be. Needs the lock.
 *
 * <p>Only what the caller says is on it, whatever the tracks and channels that were asked for. That
 * a recording without a sound is saved like any other is not confirmed of the original.
 */
final class LegRecording {
  private static final Duration FRAME = Duration.ofMillis(20);
  private static final int FRAME_BYTES = 160;

  /** How long a recording that is over is not ready. */
  private static final Duration PROCESSING = Duration.ofMillis(300);

  private static final Duration BEEP = Duration.ofMillis(500);

  private final Leg leg;
  private final CallControl control;
  private final String id;
  private final RecordingOptions options;
  private final Tape tape = new Tape();
  private long startNanos;
  private Instant startedAt = Instant.EPOCH;
  private int frames;
  private boolean over;

  LegRecording(Leg leg, CallControl control, RecordingOptions options) {
    this.leg = leg;
    this.control = control;
    this.options = options;
    this.id = control.account().uuidOf(leg.ids().leg() + " recording " + leg.nextRecording());
  }

  String id() {
    return id;
  }

  void begin() {
    Duration beep = options.beep() ? BEEP : Duration.ZERO;
    startNanos = leg.parts().clock().nanos() + beep.toNanos();
    startedAt = control.timekeeper().now().plus(beep);
    leg.note(Kind.RECORDING, id);
    control.after(beep.plus(FRAME), this::tick);
  }

  /**
   * Whether only the caller can bring it on: nothing is said or pressed, and silence ends nothing.
   */
  boolean awaitsCaller() {
    boolean endsBySilence = !options.patience().isZero() && !tape.isEmpty();
    return isCallerQuiet() && !endsBySilence;
  }

  void stop() {
    if (over) {
      return;
    }
    over = true;
    catchUp();
    leg.recorded();
    leg.note(Kind.RECORDED, id);
    WavAudio audio = tape.audio(options.trims());
    leg.parts().log().recording(new CallRecording(id, audio));
    Instant endedAt = control.timekeeper().now();
    leg.parts().webhooks().later(PROCESSING, () -> control.locked(() -> saved(endedAt)));
  }

  private void tick() {
    if (over) {
      return;
    }
    catchUp();
    takeKeys();
    if (!over && isComplete()) {
      stop();
    }
    if (!over) {
      control.after(FRAME, this::tick);
    }
  }

  /** What he says on a stream is known one frame later. */
  private void catchUp() {
    boolean overhears = leg.stream().isTalk();
    long now = leg.parts().clock().nanos() - startNanos;
    long until = overhears ? now - FRAME.toNanos() : now;
    byte[] frame = new byte[FRAME_BYTES];
    while ((frames + 1) * FRAME.toNanos() <= until) {
      long from = startNanos + frames * FRAME.toNanos();
      if (overhears) {
        leg.parts().voice().overhear(frame, from);
      } else {
        leg.parts().voice().fill(frame, from);
      }
      tape.add(frame);
      frames++;
    }
  }

  /** He presses a key when he has said it all. */
  private void takeKeys() {
    if (leg.parts().voice().isIdle()) {
      leg.takeKey();
    }
  }

  private boolean isComplete() {
    Duration most = options.longest();
    boolean full = !most.isZero() && tape.length().compareTo(most) >= 0;
    boolean silent =
        !options.patience().isZero()
            && !tape.isEmpty()
            && tape.silence().compareTo(options.patience()) >= 0;
    return full || silent;
  }

  private boolean isCallerQuiet() {
    return leg.parts().voice().isIdle() && leg.parts().keypad().isIdle();
  }

  private void saved(Instant endedAt) {
    String format = options.format();
    ObjectNode payload = Json.object();
    payload.put("call_leg_id", leg.ids().leg());
    payload.put("call_session_id", leg.ids().session());
    payload.put("connection_id", control.account().connectionId());
    @Nullable String state = leg.clientState().isEmpty() ? null : leg.clientState();
    payload.put("client_state", state);
    payload.put("channels", options.channels());
    payload.put("recording_started_at", LegEvents.text(startedAt));
    payload.put("recording_ended_at", LegEvents.text(endedAt));
    payload
        .putObject("recording_urls")
        .put("mp3", format.equals("mp3") ? url(format) : null)
        .put("wav", format.equals("wav") ? url(format) : null);
    payload.putObject("public_recording_urls").putNull("mp3").putNull("wav");
    leg.events().send("call.recording.saved", payload);
  }

  private String url(String format) {
    return "https://recordings.example.test/" + id + "." + format + "?expires=600";
  }
}
