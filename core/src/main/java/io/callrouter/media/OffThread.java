package io.callrouter.media;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an endpoint's {@code onAudio} off the thread that reads the socket: frames are copied into
 * a short queue, and a thread that the endpoint may block works it off.
 */
final class OffThread implements AudioEndpoint {
  private static final Logger log = LoggerFactory.getLogger(OffThread.class);
  private static final int QUEUED_FRAMES = 500 / AudioFormat.FRAME_MS;

  /** Leaves the endpoint some of the time that it has for its own end. */
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(3);

  private final AudioEndpoint endpoint;
  private @Nullable Worker worker;

  OffThread(AudioEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    return endpoint.format(carrierFormat);
  }

  @Override
  public Pace pace() {
    return endpoint.pace();
  }

  @Override
  public void onStart(EndpointContext context) throws Exception {
    endpoint.onStart(context);
    worker = new Worker(endpoint, context);
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) {
    if (worker != null) {
      worker.add(frame);
    }
  }

  @Override
  public void onDigit(EndpointContext context, char digit) throws Exception {
    endpoint.onDigit(context, digit);
  }

  @Override
  public void onPlayed(EndpointContext context, PlayedItem item) throws Exception {
    endpoint.onPlayed(context, item);
  }

  @Override
  public void onEnd(EndpointContext context) throws Exception {
    if (worker != null) {
      worker.end();
    }
    endpoint.onEnd(context);
  }

  @Override
  public void close() {
    endpoint.close();
  }

  /** The queue and the thread that works it off, which is only there while it is not empty. */
  private static final class Worker {
    private final AudioEndpoint endpoint;
    private final EndpointContext context;
    private final Timekeeper timekeeper;
    private final Executor executor;

    // These two belong to the thread that works.
    private final byte[] bytes;
    private final AudioFrame frame;

    private final Object lock = new Object();
    // All below is guarded by lock.
    private final FrameRing queue;
    private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
    private boolean working;
    private boolean ended;
    private boolean overflowing;
    private long dropped;

    Worker(AudioEndpoint endpoint, EndpointContext context) {
      this.endpoint = endpoint;
      this.context = context;
      this.timekeeper = context.timekeeper();
      this.executor = timekeeper.executor("endpoint");
      this.bytes = new byte[context.format().bytesPerFrame()];
      this.frame = new AudioFrame(context.format());
      this.queue = new FrameRing(bytes.length, QUEUED_FRAMES);
    }

    void add(AudioFrame next) {
      boolean begins;
      boolean first;
      synchronized (lock) {
        if (ended) {
          return;
        }
        boolean roomy = queue.add(next.array(), next.offset(), next.timestampSamples());
        first = !roomy && !overflowing;
        overflowing = !roomy;
        dropped += roomy ? 0 : 1;
        begins = !working;
        working = true;
      }
      if (first) {
        log.warn("{} falls behind; its oldest frames are dropped", endpoint.getClass().getName());
      }
      if (begins) {
        executor.execute(this::work);
      }
    }

    /** Drops what is queued and waits until the endpoint is back from the frame it has. */
    void end() throws InterruptedException {
      synchronized (lock) {
        ended = true;
        if (dropped > 0) {
          log.warn("{} fell behind: {} frames dropped", endpoint.getClass().getName(), dropped);
        }
        if (!working) {
          return;
        }
      }
      try {
        timekeeper.await(quiet, PATIENCE_AT_END);
      } catch (TimeoutException e) {
        log.warn("{} is still in onAudio; it is ended beside it", endpoint.getClass().getName());
      }
    }

    private void work() {
      try {
        while (take()) {
          endpoint.onAudio(context, frame);
        }
      } catch (Throwable cause) {
        fail(cause);
      }
    }

    private boolean take() {
      synchronized (lock) {
        working = !ended && queue.poll(bytes);
        if (working) {
          frame.set(bytes, 0, bytes.length, queue.position());
        } else if (ended) {
          quiet.complete(null);
        }
        return working;
      }
    }

    private void fail(Throwable cause) {
      synchronized (lock) {
        ended = true;
        working = false;
        quiet.complete(null);
      }
      log.warn("onAudio of {} threw", endpoint.getClass().getName(), cause);
      context.fail("onAudio of " + endpoint.getClass().getName() + " threw " + cause);
      if (cause instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }
}
