package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's side of one media socket: says a frame when it is told to, plays what comes, and
 * returns the marks when they are due. What is said and heard is the talk's.
 *
 * <p>Once it was given to the {@link Carrier} it belongs to that one's thread.
 */
final class CarrierCall {
  private record Mark(String name, long dueNanos) {}

  private static final int MESSAGE_ROOM = 1024;
  private static final int PAYLOAD_CHARS = (Frames.BYTES + 2) / 3 * 4;
  private static final byte[] END = ascii("\"}}");

  /** The head of a masked text frame of 64 bytes, and less than that. */
  private static final byte[] HALF_A_MESSAGE = {(byte) 0x81, (byte) 0xC0, 0, 0, 0, 0, '{', '"'};

  final int number;
  final Sids sids;
  final SocketChannel channel;
  private final Talk talk;
  private final byte[] mediaBeginning;
  private final byte[] expectedBeginning;
  private final byte[] markBeginning;
  private final byte[] clearBeginning;
  private final byte[] message = new byte[MESSAGE_ROOM];
  private final byte[] frame = new byte[Frames.BYTES];
  private final byte[] text = new byte[PAYLOAD_CHARS];
  private final Queue<Mark> marks = new ArrayDeque<>();
  private final FrameReader reader = new FrameReader();
  private @Nullable SocketWriter writer;
  private int sequence;
  private int said;
  private long playedOut;
  private boolean over;

  CarrierCall(Sids sids, SocketChannel channel, Talk talk) {
    this.number = sids.number();
    this.sids = sids;
    this.channel = channel;
    this.talk = talk;
    String stream = "\"streamSid\":\"" + sids.stream() + "\"";
    mediaBeginning = ascii("{\"event\":\"media\"," + stream + ",\"sequenceNumber\":\"");
    expectedBeginning = ascii("{\"event\":\"media\"," + stream + ",\"media\":{\"payload\":\"");
    markBeginning = ascii("{\"event\":\"mark\"," + stream + ",\"mark\":{\"name\":\"");
    clearBeginning = ascii("{\"event\":\"clear\"," + stream);
  }

  /** Greets and begins the stream. */
  void begin(ByteBuffer shared) throws IOException {
    writer = SocketWriter.ofClient(channel, shared);
    send("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
    sequence++;
    send(
        """
        {"event":"start","sequenceNumber":"1","streamSid":"%2$s","start":{"accountSid":"%1$s",\
        "streamSid":"%2$s","callSid":"%3$s","tracks":["inbound"],"customParameters":{},\
        "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}"""
            .formatted(sids.account(), sids.stream(), sids.call()));
  }

  /** Says the next frame and returns the marks that are due. */
  void say(long now) throws IOException {
    if (over) {
      return;
    }
    talk.say(said, frame, now);
    Base64.getEncoder().encode(frame, text);
    int at = put(mediaBeginning, 0);
    at = putNumber(++sequence, at);
    at = put(MEDIA, at);
    at = putNumber(said + 1, at);
    at = put(TIMESTAMP, at);
    at = putNumber(said * (long) Frames.MS, at);
    at = put(PAYLOAD, at);
    at = put(text, at);
    at = put(END, at);
    said++;
    requireWriter().write(SocketWriter.TEXT, message, at);
    returnMarks(now);
  }

  private void returnMarks(long now) throws IOException {
    for (Mark mark = marks.peek(); mark != null && mark.dueNanos <= now; mark = marks.peek()) {
      marks.remove();
      send(
          "{\"event\":\"mark\",\"sequenceNumber\":\"%d\",\"streamSid\":\"%s\",\"mark\":{\"name\":\"%s\"}}"
              .formatted(++sequence, sids.stream(), mark.name));
    }
  }

  /** Sends the first half of a message, and never the rest. */
  void sayHalf(ByteBuffer shared) throws IOException {
    shared.clear();
    shared.put(HALF_A_MESSAGE).flip();
    channel.write(shared);
  }

  /** Says nothing more. */
  void stop() throws IOException {
    if (!over) {
      over = true;
      send(
          "{\"event\":\"stop\",\"sequenceNumber\":\"%d\",\"streamSid\":\"%s\",\"stop\":{\"accountSid\":\"%s\",\"callSid\":\"%s\"}}"
              .formatted(++sequence, sids.stream(), sids.account(), sids.call()));
      requireWriter().write(SocketWriter.CLOSE, new byte[] {3, (byte) 232}, 2);
    }
  }

  /** How many frames were said that are to come back, and have not. */
  int outstanding() {
    return over ? 0 : talk.outstanding();
  }

  /**
   * Takes in what has arrived.
   *
   * @return false if nothing more will come
   */
  boolean read(Findings findings, byte[] shared) throws IOException {
    boolean open =
        reader.read(channel, shared, (op, bytes, from, to) -> take(findings, op, bytes, from, to));
    if (!open) {
      if (!over) {
        findings.closed++;
      }
      over = true;
      channel.close();
    }
    return open;
  }

  private void take(Findings findings, int opcode, byte[] bytes, int from, int to)
      throws IOException {
    if (opcode == SocketWriter.TEXT) {
      long now = System.nanoTime();
      if (startsWith(expectedBeginning, bytes, from, to)) {
        long begins = Math.max(playedOut, now);
        int audio = from + expectedBeginning.length;
        playedOut = begins + talk.hear(findings, bytes, audio, to - END.length, begins, now);
      } else if (startsWith(markBeginning, bytes, from, to)) {
        String name = ascii(bytes, from + markBeginning.length, to - END.length);
        marks.add(new Mark(name, Math.max(playedOut, now)));
      } else if (startsWith(clearBeginning, bytes, from, to)) {
        clear(findings, now);
      } else {
        findings.damaged++;
      }
    } else if (opcode == SocketWriter.CLOSE) {
      int code = to - from < 2 ? 1005 : ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
      findings.closings.merge(code, 1, Integer::sum);
      if (!over) {
        findings.closed++;
        over = true;
        requireWriter().write(SocketWriter.CLOSE, new byte[] {3, (byte) 232}, 2);
      }
    }
  }

  /** Stops what is played; as the carrier does it, all marks come back at once. */
  private void clear(Findings findings, long now) throws IOException {
    playedOut = now;
    talk.cleared(findings, now);
    for (int i = marks.size(); i > 0; i--) {
      marks.add(new Mark(marks.remove().name, now));
    }
    returnMarks(now);
  }

  private void send(String words) throws IOException {
    byte[] bytes = ascii(words);
    requireWriter().write(SocketWriter.TEXT, bytes, bytes.length);
  }

  private SocketWriter requireWriter() {
    SocketWriter open = writer;
    if (open == null) {
      throw new IllegalStateException("call " + number + " has not begun");
    }
    return open;
  }

  private int put(byte[] bytes, int at) {
    System.arraycopy(bytes, 0, message, at, bytes.length);
    return at + bytes.length;
  }

  private int putNumber(long value, int at) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      message[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }

  private static boolean startsWith(byte[] beginning, byte[] bytes, int from, int to) {
    return to - from >= beginning.length
        && Arrays.equals(beginning, 0, beginning.length, bytes, from, from + beginning.length);
  }

  private static byte[] ascii(String words) {
    return words.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static final byte[] MEDIA = ascii("\",\"media\":{\"track\":\"inbound\",\"chunk\":\"");
  private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":\"");
  private static final byte[] PAYLOAD = ascii("\",\"payload\":\"");
}
