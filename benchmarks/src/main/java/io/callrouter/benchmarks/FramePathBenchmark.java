package io.callrouter.benchmarks;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.Endpoints;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A frame's whole way through the router, all but the server: a carrier's message is read, its
 * audio goes through the stream to an echo, back through playback, and is written as a message. One
 * frame in ten brings a mark with it, which is answered at once. With {@code -prof gc} also the
 * bytes allocated per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FramePathBenchmark {
  private static final int MESSAGES = 1024;

  /** Whose messages; Telnyx's in the codec that is named. */
  @Param({"twilio", "telnyx PCMU", "telnyx L16/16000"})
  public String carrier = "";

  /** One call has all it needs in the processor's nearest memory, many have not. */
  @Param({"1", "150"})
  public int calls;

  private final SteppedClock clock = new SteppedClock();
  private final String[] messages = new String[MESSAGES];
  private final List<Carrier> carriers = new ArrayList<>();
  private @Nullable CallRouter router;
  private int nextMessage;
  private int nextCall;

  /** Takes the calls and waits until a frame of each is echoed. */
  @Setup
  public void takeCalls() throws InterruptedException {
    FramePathCarrier side = side();
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = side.media(i + 1);
    }
    CallRouter made =
        side.prepare(CallRouter.builder())
            .timekeeper(clock)
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", facts -> true, Action.connect("echo"))
            .build();
    router = made;
    for (int i = 0; i < calls; i++) {
      Carrier socket = new Carrier();
      socket.listener = side.call(made.web(), socket, i);
      carriers.add(socket);
    }
    while (carriers.stream().anyMatch(socket -> socket.latest == null)) {
      frame();
      Thread.sleep(1);
    }
  }

  private FramePathCarrier side() {
    return switch (carrier) {
      case "twilio" -> new TwilioFramePath(clock);
      case "telnyx PCMU" -> new TelnyxFramePath(clock, "PCMU", AudioFormat.PCMU);
      default -> new TelnyxFramePath(clock, "L16/16000", AudioFormat.l16(16_000));
    };
  }

  /** Ends the calls. */
  @TearDown
  public void close() {
    if (router != null) {
      router.close();
    }
    clock.close();
  }

  /** One frame of 20 ms, in and out; of one call after the other. */
  @Benchmark
  public @Nullable String frame() {
    if (nextCall == calls) {
      nextCall = 0;
      nextMessage = (nextMessage + 1) % MESSAGES;
      clock.step();
    }
    Carrier socket = carriers.get(nextCall++);
    socket.say(messages[nextMessage]);
    String mark = socket.mark;
    if (mark != null) {
      socket.mark = null;
      socket.say(mark);
    }
    return socket.latest;
  }

  /** Takes what it is sent. */
  private static final class Carrier implements MediaSocket {
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1: the router is closed
    private static final int EVENT_AT = "{\"event\":\"".length();

    @Nullable MediaSocketListener listener;
    @Nullable String latest;
    @Nullable String mark;

    void say(String message) {
      if (listener != null) {
        listener.onText(message);
      }
    }

    @Override
    public void send(String message, Sent sent) {
      if (message.startsWith("mark", EVENT_AT)) {
        mark = message;
      } else {
        latest = message;
      }
      sent.done(null);
    }

    @Override
    public void close(int code, String reason) {
      if (code != GOING_AWAY) {
        throw new IllegalStateException("closed with " + code + ": " + reason);
      }
    }
  }

  /** The machine's, but for a monotonic clock that goes on by a frame at each step. */
  private static final class SteppedClock implements Timekeeper {
    private static final long STEP_NANOS = Duration.ofMillis(AudioFormat.FRAME_MS).toNanos();

    private final Timekeeper system = Timekeeper.system();
    private long nanos;

    void step() {
      nanos += STEP_NANOS;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      return system.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return system.schedule(delay, task);
    }

    @Override
    public Executor executor(String role) {
      return system.executor(role);
    }

    @Override
    public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
        throws TimeoutException, InterruptedException {
      return system.await(future, timeout);
    }

    @Override
    public void close() {
      system.close();
    }
  }
}
