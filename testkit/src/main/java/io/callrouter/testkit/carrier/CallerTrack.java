package io.callrouter.testkit.carrier;

import io.callrouter.testkit.TimelineEvent.Kind;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a stream carries of the caller: a frame each 20 ms, sent when it is complete, and the keys
 * he presses.
 *
 * <p>All times are in ns since the call's start. Not safe for use by several threads.
 */
final class CallerTrack {
  private static final int FRAME_MS = 20;
  private static final long FRAME_NANOS = FRAME_MS * 1_000_000L;
  private static final int FRAME_BYTES = 160;
  private static final int FRAMES_PER_KEY = 5;

  private final MediaDialect protocol;
  private final Keypad keypad;
  private final Voice voice;
  private final Consumer<String> send;
  private final Consumer<String> sendMedia;
  private final BiConsumer<Kind, String> note;
  private final byte[] frame = new byte[FRAME_BYTES];
  private long startNanos;
  private long lastActNanos;
  private int frames;
  private int nextKeyFrame;
  private boolean speaking;

  CallerTrack(
      MediaDialect protocol,
      Keypad keypad,
      Voice voice,
      Consumer<String> send,
      Consumer<String> sendMedia,
      BiConsumer<Kind, String> note) {
    this.protocol = protocol;
    this.keypad = keypad;
    this.voice = voice;
    this.send = send;
    this.sendMedia = sendMedia;
    this.note = note;
  }

  void begin(long now) {
    startNanos = now;
    lastActNanos = now;
  }

  /** Sends the frames that are complete by now; late ones are caught up with. */
  void sendDue(long now) {
    while (nextDueNanos() <= now) {
      sendKey(now);
      sendFrame();
    }
  }

  /** When the next frame is complete. */
  long nextDueNanos() {
    return startNanos + (frames + 1) * FRAME_NANOS;
  }

  long startNanos() {
    return startNanos;
  }

  /** When the caller last spoke or pressed a key; the stream's start if he did neither. */
  long lastActNanos() {
    return lastActNanos;
  }

  /** Whether nothing waits to be said or pressed. */
  boolean isIdle() {
    return keypad.isIdle() && voice.isIdle();
  }

  private void sendFrame() {
    boolean speech = voice.talk(frame, startNanos + frames * FRAME_NANOS);
    if (speech) {
      lastActNanos = nextDueNanos();
    }
    if (speech != speaking) {
      speaking = speech;
      note.accept(speech ? Kind.SPEAKING : Kind.SPOKEN, "");
    }
    sendMedia.accept(protocol.media(frame, (long) frames * FRAME_MS));
    frames++;
  }

  private void sendKey(long now) {
    Character key = frames < nextKeyFrame ? null : keypad.take();
    if (key != null) {
      String message = protocol.digit(key);
      if (message != null) {
        send.accept(message);
      }
      note.accept(Kind.DIGIT, key.toString());
      nextKeyFrame = frames + FRAMES_PER_KEY;
      lastActNanos = now;
    }
  }
}
