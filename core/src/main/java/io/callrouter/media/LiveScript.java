package io.callrouter.media;

import io.callrouter.call.Call;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A script's call: the program's thread waits here for what the stream's threads tell.
 *
 * <p>Each thing told completes the future that the program waits on; the program then looks whether
 * it was what it waits for. Audio does not take this way: an echo is sent by the thread that heard.
 */
final class LiveScript implements Script {
  private static final int KEPT_KEYS = 64;

  /**
   * How much silence goes before an echo: its frames come one by one, and where one comes late the
   * carrier would otherwise have nothing to play for as long.
   */
  private static final int ECHO_CUSHION_MS = 120;

  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

  private final EndpointContext context;
  private volatile @Nullable PlayItem echo;
  private int items; // belongs to the program's thread

  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Queue<Character> keys = new ArrayDeque<>();
  private @Nullable PlayedItem lastPlayed;
  private boolean over;
  private CompletableFuture<@Nullable Void> news = new CompletableFuture<>();

  LiveScript(EndpointContext context) {
    this.context = context;
  }

  void heard(AudioFrame frame) {
    PlayItem to = echo;
    if (to != null) {
      to.send(frame.array(), frame.offset(), frame.length());
    }
  }

  void pressed(char key) {
    tell(
        () -> {
          if (keys.size() < KEPT_KEYS) {
            keys.add(key);
          }
        });
  }

  void played(PlayedItem item) {
    tell(() -> lastPlayed = item);
  }

  void end() {
    tell(() -> over = true);
  }

  boolean isOver() {
    synchronized (lock) {
      return over;
    }
  }

  @Override
  public Call call() {
    return context.call();
  }

  @Override
  public Map<String, String> attributes() {
    return context.attributes();
  }

  @Override
  public PlayedItem play(AudioClip clip) throws InterruptedException {
    String name = "play " + ++items;
    if (await(this::isKeyWaiting, Duration.ZERO)) {
      return new PlayedItem(name, Duration.ZERO, Duration.ZERO, false);
    }
    clip.sendTo(context.item(name), context.format());
    await(() -> isKeyWaiting() || isPlayed(name), AS_LONG_AS_IT_TAKES);
    if (!await(() -> isPlayed(name), Duration.ZERO)) {
      context.clear();
    }
    await(() -> isPlayed(name), AS_LONG_AS_IT_TAKES);
    synchronized (lock) {
      return Objects.requireNonNull(lastPlayed);
    }
  }

  @Override
  public String digits(int count, Duration timeout) throws InterruptedException {
    StringBuilder taken = new StringBuilder();
    while (taken.length() < count && await(this::isKeyWaiting, timeout)) {
      synchronized (lock) {
        taken.append(keys.remove());
      }
    }
    return taken.toString();
  }

  @Override
  public void echo(Duration length) throws InterruptedException {
    PlayItem item = context.item("echo " + ++items);
    byte[] cushion = new byte[context.format().bytesOf(ECHO_CUSHION_MS)];
    Arrays.fill(cushion, context.format().silence());
    item.send(cushion);
    echo = item;
    try {
      await(this::isKeyWaiting, length);
    } finally {
      echo = null;
      item.end();
    }
  }

  private boolean isKeyWaiting() {
    return !keys.isEmpty();
  }

  private boolean isPlayed(String name) {
    return lastPlayed != null && lastPlayed.name().equals(name);
  }

  private void tell(Runnable change) {
    CompletableFuture<@Nullable Void> told;
    synchronized (lock) {
      change.run();
      told = news;
      news = new CompletableFuture<>();
    }
    told.complete(null);
  }

  /** Waits until a condition holds, which is asked under the lock; says whether it did in time. */
  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    Timekeeper timekeeper = context.timekeeper();
    long deadline = timekeeper.nanoTime() + timeout.toNanos();
    while (true) {
      CompletableFuture<@Nullable Void> next;
      synchronized (lock) {
        if (over) {
          throw new InterruptedException("the media of the call is over");
        }
        if (condition.getAsBoolean()) {
          return true;
        }
        next = news;
      }
      long left = deadline - timekeeper.nanoTime();
      if (left <= 0) {
        return false;
      }
      waitFor(next, Duration.ofNanos(left));
    }
  }

  private void waitFor(CompletableFuture<@Nullable Void> next, Duration left)
      throws InterruptedException {
    try {
      context.timekeeper().await(next, left);
    } catch (TimeoutException e) {
      // The condition is asked once more, then the time is over.
    }
  }
}
