package io.callrouter.testkit.twilio;

import io.callrouter.codec.G711;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.PlaybackBuffer;
import io.callrouter.testkit.carrier.Tape;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One recording of what the caller says, from the tone to the callback that tells that it is ready.
 *
 * <p>One in which nobody said anything is absent: the carrier asks for nothing after it. The action
 * is told the length with the silence that may be cut off later, the callback without.
 */
final class RecordingSession {
  private static final Duration BEEP = Duration.ofMillis(500);
  private static final Duration FRAME = Duration.ofMillis(20);

  /** How long a recording that is over is not ready. */
  static final Duration PROCESSING = Duration.ofMillis(300);

  private static final String HUNG_UP = "hangup";

  private final Record record;
  private final LiveCall call;
  private final CallContext context;
  private final Tape tape = new Tape();
  private final String sid;
  private long startNanos;
  private Instant startedAt = Instant.EPOCH;
  private boolean speaking;

  RecordingSession(Record record, LiveCall call) {
    this.record = record;
    this.call = call;
    this.context = call.context();
    this.sid = context.nextRecordingSid();
  }

  /**
   * Records.
   *
   * @return what to ask for then; null if the recording is absent
   */
  @Nullable NextDocument run() throws CallOver, InterruptedException {
    call.answer();
    if (record.playBeep()) {
      call.waitFor(new CompletableFuture<>(), BEEP);
    }
    startNanos = context.clock().nanos();
    startedAt = context.timekeeper().now();
    context.log().add(Kind.RECORDING, sid);
    tell("in-progress", Map.of());
    try {
      String key = listen();
      return keep() ? question(key) : null;
    } catch (CallOver over) {
      catchUp();
      throw keep() ? over.asking(question(HUNG_UP)) : over;
    }
  }

  /** Listens until the recording is over; gives the key that ended it, if one did. */
  private String listen() throws CallOver, InterruptedException {
    while (!left().isZero()) {
      if (!context.voice().isIdle()) {
        hearSpeech();
        continue;
      }
      Character key = context.takeKey();
      if (key == null) {
        hearSilence();
      } else if (record.finishOnKey().indexOf(key) >= 0) {
        return key.toString();
      }
    }
    return "";
  }

  /** How long the recording goes on if nothing is said from now on. */
  private Duration left() {
    Duration room = record.maxLength().minus(tape.length());
    Duration patience = record.timeout().minus(tape.silence());
    Duration left = room.compareTo(patience) < 0 ? room : patience;
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void hearSpeech() throws CallOver, InterruptedException {
    note(true);
    call.waitFor(new CompletableFuture<>(), FRAME);
    catchUp();
  }

  private void hearSilence() throws CallOver, InterruptedException {
    note(false);
    CompletableFuture<?> caller =
        CompletableFuture.anyOf(context.voice().spoken(), context.keypad().pressed());
    if (tape.isEmpty()) {
      call.waitForTest(caller, left());
    } else {
      call.waitFor(caller, left());
    }
    catchUp();
  }

  private void note(boolean speaks) {
    if (speaks != speaking) {
      speaking = speaks;
      context.log().add(speaks ? Kind.SPEAKING : Kind.SPOKEN, "");
    }
  }

  /** Puts onto the tape what came since that was done last. */
  private void catchUp() {
    long due = context.clock().nanos() - startNanos;
    long most = Math.min(due, record.maxLength().toNanos());
    long missing = (most - tape.length().toNanos()) / PlaybackBuffer.SAMPLE_NANOS;
    byte[] more = new byte[(int) Math.max(0, missing)];
    if (speaking) {
      context.voice().fill(more, startNanos + tape.length().toNanos());
    } else {
      Arrays.fill(more, G711.PCMU.silence());
    }
    tape.add(more);
  }

  /** Whether there is something to keep. */
  private boolean keep() {
    context.log().add(Kind.RECORDED, sid);
    if (tape.isEmpty()) {
      context.webhooks().later(PROCESSING, () -> tell("absent", Map.of()));
      return false;
    }
    WavAudio audio = tape.audio(record.trim());
    context.log().recording(new CallRecording(sid, audio));
    long nanos = audio.samples().length * PlaybackBuffer.SAMPLE_NANOS;
    Map<String, String> length = Map.of("RecordingDuration", seconds(Duration.ofNanos(nanos)));
    context.webhooks().later(PROCESSING, () -> tell("completed", length));
    return true;
  }

  private NextDocument question(String digits) {
    return record
        .action()
        .with(
            Map.of(
                "RecordingSid",
                sid,
                "RecordingUrl",
                context.account().recordingUrl(sid),
                "RecordingDuration",
                seconds(tape.length()),
                "Digits",
                digits));
  }

  private void tell(String status, Map<String, String> more) {
    Map<String, String> parameters = new TreeMap<>(more);
    parameters.put("AccountSid", context.account().sid());
    parameters.put("CallSid", context.carrierId());
    parameters.put("RecordingSid", sid);
    parameters.put("RecordingUrl", context.account().recordingUrl(sid));
    parameters.put("RecordingStatus", status);
    parameters.put("RecordingChannels", "1");
    parameters.put("RecordingSource", "RecordVerb");
    context.callbacks().recording(record.status(), startedAt, parameters);
  }

  /** In whole seconds; never 0, which would mean that there is nothing. */
  private static String seconds(Duration length) {
    return Long.toString(length.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
