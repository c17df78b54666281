package io.callrouter.internal.stream;

import io.callrouter.codec.Reframer;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One item of a peer: cuts what it is given into frames, and holds its account. */
final class Item implements PlayItem {
  private static final int LIVE_QUEUE_MS = 500;
  private static final int AHEAD_QUEUE_MS = 5 * 60 * 1000;

  final FrameConverter toCarrier;
  final Pace pace;
  final long openedNanos;

  // The account, in bytes of the carrier's format; guarded by the lock of the playback.
  long takenBytes;
  int queuedBytes;
  long heardBytes;

  /** Where in the stream its last byte sent so far ends. */
  long endPosition;

  /** Where in the stream its first byte stands, or -1 while none was sent. */
  long startPosition = -1;

  boolean heardByMark;
  boolean ended;
  boolean overflowed;
  boolean over;

  private volatile @Nullable Duration sentAfter;
  private volatile @Nullable Duration heardAfter;
  private final String name;
  private final AudioFormat format;
  private final int frameBytes;
  private final Playback playback;
  private final Consumer<PlayedItem> whenOver;
  private final Object sending = new Object();
  private final Reframer reframer; // guarded by sending

  Item(
      String name,
      AudioFormat format,
      Pace pace,
      FrameConverter toCarrier,
      Playback playback,
      long openedNanos,
      Consumer<PlayedItem> whenOver) {
    this.name = name;
    this.format = format;
    this.frameBytes = format.bytesPerFrame();
    this.pace = pace;
    this.toCarrier = toCarrier;
    this.playback = playback;
    this.openedNanos = openedNanos;
    this.whenOver = whenOver;
    this.reframer = new Reframer(frameBytes, this::add);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean send(byte[] audio, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, audio.length);
    synchronized (sending) {
      if (!playback.accepts(this, 1000L * length / format.bytesOf(1000))) {
        return false;
      }
      if (length == frameBytes && reframer.pendingBytes() == 0) {
        add(audio, offset, length);
      } else {
        reframer.push(audio, offset, length);
      }
    }
    playback.flush();
    return true;
  }

  @Override
  public void end() {
    synchronized (sending) {
      reframer.flush();
    }
    playback.end(this);
  }

  @Override
  public Duration heard() {
    return playback.heard(this);
  }

  @Override
  public @Nullable Duration sentAfter() {
    return sentAfter;
  }

  @Override
  public @Nullable Duration heardAfter() {
    return heardAfter;
  }

  /** Its first frame goes to the socket. */
  void sentAt(long nanos) {
    sentAfter = since(nanos);
  }

  /** A mark says that it was being heard then. */
  void heardAt(long nanos) {
    heardAfter = since(nanos);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - openedNanos));
  }

  int maxQueuedMs() {
    return pace == Pace.LIVE ? LIVE_QUEUE_MS : AHEAD_QUEUE_MS;
  }

  /** Whether it takes audio; asked under the playback's lock. */
  boolean isOpen() {
    return !ended && !over;
  }

  /** Closes the account and tells it; under the playback's lock, so that items come in order. */
  void close(PlayedItem account) {
    over = true;
    whenOver.accept(account);
  }

  private void add(byte[] audio, int offset, int length) {
    playback.add(this, audio, offset, length);
  }
}
