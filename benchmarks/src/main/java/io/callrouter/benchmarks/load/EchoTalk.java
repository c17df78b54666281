package io.callrouter.benchmarks.load;

import java.util.Arrays;
import java.util.Base64;

/** Numbered frames, each of which is to come back as it was said, in its order. */
final class EchoTalk implements Talk {
  private static final int SENT_KEPT = 1024;
  private static final long FRAME_NANOS = Frames.MS * 1_000_000L;
  private static final int PAYLOAD_CHARS = (Frames.BYTES + 2) / 3 * 4;

  private final int call;
  private final byte[] frame = new byte[Frames.BYTES];
  private final byte[] text = new byte[PAYLOAD_CHARS];
  private final long[] sentNanos = new long[SENT_KEPT];
  private int said;
  private int next;

  EchoTalk(int call) {
    this.call = call;
  }

  @Override
  public void say(int number, byte[] frame, long now) {
    Frames.write(call, number, frame);
    sentNanos[number % SENT_KEPT] = now;
    said = number + 1;
  }

  @Override
  public long hear(Findings findings, byte[] bytes, int from, int to, long begins, long now) {
    if (to - from != PAYLOAD_CHARS) {
      findings.damaged++;
      return 0;
    }
    int heard = valueOf(bytes, from);
    if (valueOf(bytes, from + 4) != call) {
      findings.foreign++;
      return 0;
    }
    Frames.write(call, heard, frame);
    Base64.getEncoder().encode(frame, text);
    if (heard < next || heard >= said || !Arrays.equals(text, 0, text.length, bytes, from, to)) {
      findings.damaged++;
      return 0;
    }
    findings.lost += heard - next;
    next = heard + 1;
    long sent = sentNanos[heard % SENT_KEPT];
    findings.echoed(call, now - sent, begins - sent, now);
    return FRAME_NANOS;
  }

  /** An echo clears nothing. */
  @Override
  public void cleared(Findings findings, long now) {
    findings.damaged++;
  }

  @Override
  public int outstanding() {
    return said - next;
  }

  private static int valueOf(byte[] bytes, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      value = value << 6 | Frames.valueOf((char) bytes[i]);
    }
    return value;
  }
}
