package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaWire;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A carrier that plays what it gets in real time of a timekeeper turned by hand, and so knows what
 * was heard. It is socket and wire at once; its messages are {@code audio <base64>}, {@code mark
 * <name>} and {@code clear}.
 */
public final class FakeCarrier implements MediaSocket, MediaWire {
  /** A message's audio and when the carrier begins to play it. */
  private static final class Played {
    final byte[] audio;
    final long startNanos;

    Played(byte[] audio, long startNanos) {
      this.audio = audio;
      this.startNanos = startNanos;
    }
  }

  private record PendingMark(String name, Timekeeper.Timer timer) {}

  /** What becomes of a message's {@link Sent}. */
  public enum Delivery {
    /** Told from within {@code send}. */
    AT_ONCE,
    /** Told when {@link #release} is called. */
    HELD
  }

  private final AudioFormat format;
  private final Timekeeper timekeeper;
  private final List<String> messages = new ArrayList<>();
  private final List<Played> played = new ArrayList<>();
  private final Deque<PendingMark> marks = new ArrayDeque<>();
  private final Deque<Sent> held = new ArrayDeque<>();
  private long playedOut;
  private int sending;
  private int underWay;

  /** How the socket takes messages. */
  public Delivery delivery = Delivery.AT_ONCE;

  /** How long a mark is on its way back; negative if marks get lost. */
  public Duration markDelay = Duration.ZERO;

  /** How long the carrier holds audio back before it plays it. */
  public Duration playDelay = Duration.ZERO;

  /** Whether it plays no piece shorter than 20 ms. */
  public boolean playsWholeFramesOnly;

  /** Gets the marks that come back. */
  public Consumer<String> markListener = name -> {};

  /** The deepest that {@code send} was called from within {@code send}. */
  public int deepestSend;

  /** The most messages that were under way at once. */
  public int mostUnderWay;

  /** A carrier with nothing to play. */
  public FakeCarrier(AudioFormat format, Timekeeper timekeeper) {
    this.format = format;
    this.timekeeper = timekeeper;
  }

  /** All messages so far. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** The messages so far, audio as {@code audio <ms>}. */
  public List<String> log() {
    return messages.stream()
        .map(m -> m.startsWith("audio ") ? "audio " + ms(audioOf(m).length) : m)
        .toList();
  }

  /** How many ms of audio it was sent. */
  public int sentMs() {
    return ms(
        messages.stream()
            .filter(m -> m.startsWith("audio "))
            .mapToInt(m -> audioOf(m).length)
            .sum());
  }

  /** All that the caller has heard up to now, without the pauses. */
  public byte[] heard() {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    for (Played piece : played) {
      heard.write(piece.audio, 0, heardBytes(piece));
    }
    return heard.toByteArray();
  }

  /** So much of what the caller has heard from the start of time on, with the pauses. */
  public byte[] heardTrack(int bytes) {
    byte[] track = new byte[bytes];
    Arrays.fill(track, format.silence());
    for (Played piece : played) {
      int at = (int) (piece.startNanos * format.bytesOf(1000) / 1_000_000_000L);
      int length = Math.min(heardBytes(piece), bytes - at);
      if (length > 0) {
        System.arraycopy(piece.audio, 0, track, at, length);
      }
    }
    return track;
  }

  /**
   * How many ms the caller has heard of audio made of this byte, since the last {@link #forget}.
   */
  public double heardMs(int value) {
    int count = 0;
    for (Played piece : played) {
      int end = heardBytes(piece);
      for (int i = 0; i < end; i++) {
        count += (piece.audio[i] & 0xFF) == value ? 1 : 0;
      }
    }
    return (double) count / format.bytesOf(1);
  }

  /** Forgets what was heard up to now and the messages that brought it. */
  public void forget() {
    played.removeIf(piece -> heardBytes(piece) == piece.audio.length);
    messages.clear();
  }

  /** How many ms it has yet to play. */
  public double bufferedMs() {
    return Math.max(0, playedOut - timekeeper.nanoTime()) / 1e6;
  }

  /** How many ms it has had nothing to play between the first audio and now. */
  public double pausedMs() {
    long now = timekeeper.nanoTime();
    long busy = 0;
    for (Played piece : played) {
      long length = piece.audio.length * 1_000_000_000L / format.bytesOf(1000);
      busy += Math.min(length, Math.max(0, now - piece.startNanos));
    }
    return played.isEmpty() ? 0 : (now - played.get(0).startNanos - busy) / 1e6;
  }

  /** Tells one message that was held that it is away. */
  public void release() {
    underWay--;
    held.remove().done(null);
  }

  /** From now on messages are away at once. */
  public void releaseAll() {
    delivery = Delivery.AT_ONCE;
    while (!held.isEmpty()) {
      release();
    }
  }

  /** The message that was held has failed. */
  public void breakDown() {
    underWay--;
    held.remove().done(new IOException("broken pipe"));
  }

  @Override
  public void send(String message, Sent sent) {
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    deepestSend = Math.max(deepestSend, ++sending);
    messages.add(message);
    receive(message);
    if (delivery == Delivery.AT_ONCE) {
      underWay--;
      sent.done(null);
    } else {
      held.add(sent);
    }
    sending--;
  }

  @Override
  public void close(int code, String reason) {
    throw new AssertionError("a media stream leaves the socket to its owner");
  }

  @Override
  public String audio(byte[] audio, int offset, int length) {
    return "audio "
        + Base64.getEncoder().encodeToString(Arrays.copyOfRange(audio, offset, offset + length));
  }

  @Override
  public boolean playsWholeFramesOnly() {
    return playsWholeFramesOnly;
  }

  @Override
  public String mark(String name) {
    return "mark " + name;
  }

  @Override
  public String clear() {
    return "clear";
  }

  @Override
  public Verdict read(String message, MediaEvents events) {
    throw new UnsupportedOperationException();
  }

  private void receive(String message) {
    if (message.startsWith("audio ")) {
      play(audioOf(message));
    } else if (message.startsWith("mark ")) {
      mark(message.substring(5), Math.max(0, playedOut - timekeeper.nanoTime()));
    } else {
      drop();
    }
  }

  private void play(byte[] audio) {
    if (playsWholeFramesOnly && audio.length < format.bytesPerFrame()) {
      return;
    }
    long now = timekeeper.nanoTime();
    long start = playedOut > now ? playedOut : now + playDelay.toNanos();
    played.add(new Played(audio, start));
    playedOut = start + audio.length * 1_000_000_000L / format.bytesOf(1000);
  }

  private void mark(String name, long nanos) {
    if (markDelay.isNegative()) {
      return;
    }
    PendingMark[] mark = new PendingMark[1];
    Runnable back =
        () -> {
          marks.remove(mark[0]);
          markListener.accept(name);
        };
    mark[0] =
        new PendingMark(name, timekeeper.schedule(Duration.ofNanos(nanos).plus(markDelay), back));
    marks.add(mark[0]);
  }

  private void drop() {
    long now = timekeeper.nanoTime();
    List<Played> kept = new ArrayList<>();
    for (Played piece : played) {
      int bytes =
          (int) Math.max(0, (now - piece.startNanos) * format.bytesOf(1000) / 1_000_000_000L);
      if (bytes > 0) {
        kept.add(
            new Played(
                Arrays.copyOf(piece.audio, Math.min(bytes, piece.audio.length)), piece.startNanos));
      }
    }
    played.clear();
    played.addAll(kept);
    playedOut = Math.min(playedOut, now);
    for (PendingMark mark : List.copyOf(marks)) {
      mark.timer.cancel();
      timekeeper.schedule(markDelay, () -> markListener.accept(mark.name));
    }
    marks.clear();
  }

  private int heardBytes(Played piece) {
    long nanos = Math.max(0, timekeeper.nanoTime() - piece.startNanos);
    return (int) Math.min(piece.audio.length, nanos * format.bytesOf(1000) / 1_000_000_000L);
  }

  private int ms(int bytes) {
    return bytes / format.bytesOf(1);
  }

  private static byte[] audioOf(String message) {
    return Base64.getDecoder().decode(message.substring(6));
  }
}
