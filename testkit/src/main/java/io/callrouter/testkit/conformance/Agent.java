package io.callrouter.testkit.conformance;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An endpoint that keeps what it hears and does what its contract says. */
class Agent implements AudioEndpoint {
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final List<Character> keys = new ArrayList<>();
  private final List<PlayedItem> played = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile @Nullable EndpointContext context;
  private long firstSoundNanos;

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    return AudioFormat.l16(Tone.RATE_HZ);
  }

  @Override
  public Pace pace() {
    return Pace.AHEAD;
  }

  @Override
  public void onStart(EndpointContext stream) {
    context = stream;
    begin(stream);
  }

  /** For what a contract has it do at first. */
  void begin(EndpointContext stream) {}

  @Override
  public void onAudio(EndpointContext stream, AudioFrame frame) {
    keep(frame.copy(), stream.timekeeper().nanoTime());
  }

  private synchronized void keep(byte[] bytes, long now) {
    if (firstSoundNanos == 0 && isSound(bytes)) {
      firstSoundNanos = now;
    }
    heard.writeBytes(bytes);
  }

  @Override
  public void onDigit(EndpointContext stream, char digit) {
    synchronized (this) {
      keys.add(digit);
    }
  }

  @Override
  public synchronized void onPlayed(EndpointContext stream, PlayedItem item) {
    note(List.of(item));
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  /** Its way to the call. */
  EndpointContext context() {
    EndpointContext now = context;
    if (now == null) {
      throw new AssertionError("no media stream was opened");
    }
    return now;
  }

  boolean isConnected() {
    return context != null;
  }

  /** Plays samples as one item. */
  void play(EndpointContext stream, String name, short[] samples) {
    PlayItem item = stream.item(name);
    item.send(Tone.bytes(samples));
    item.end();
  }

  /** Takes the account of items; the first one of each counts. */
  final synchronized void note(List<PlayedItem> items) {
    for (PlayedItem item : items) {
      if (played.stream().noneMatch(other -> other.name().equals(item.name()))) {
        played.add(item);
      }
    }
  }

  synchronized List<PlayedItem> played() {
    return List.copyOf(played);
  }

  /** How much of all items was heard, as the endpoint was told. */
  Duration playedHeard() {
    return played().stream().map(PlayedItem::heard).reduce(Duration.ZERO, Duration::plus);
  }

  synchronized String keys() {
    StringBuilder all = new StringBuilder();
    keys.forEach(all::append);
    return all.toString();
  }

  synchronized Passage heard() {
    byte[] bytes = heard.toByteArray();
    short[] samples = new short[bytes.length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8));
    }
    return new Passage(samples);
  }

  /** When the first sound came, by the timekeeper. */
  synchronized long firstSoundNanos() {
    return firstSoundNanos;
  }

  /** How often it was closed. */
  int closings() {
    return closed.get();
  }

  private static boolean isSound(byte[] bytes) {
    for (byte one : bytes) {
      if (one != 0) {
        return true;
      }
    }
    return false;
  }
}
