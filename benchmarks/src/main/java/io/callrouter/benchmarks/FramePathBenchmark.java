package io.callrouter.benchmarks;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.codec.G711;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * A frame's whole way through the router, all but the server: Twilio's message is read, its audio
 * goes through the stream to an echo, back through playback, and is written as a message. One frame
 * in ten brings a mark with it, which is answered at once. With {@code -prof gc} also the bytes
 * allocated per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FramePathBenchmark {
  private static final int MESSAGES = 1024;
  private static final int FRAME_MS = 20;
  private static final Pattern STREAM = Pattern.compile("url=\"wss://[^/\"]*([^\"]*)\"");
  private static final String STREAM_SID = "MZ" + "0".repeat(32);
  private static final String START =
      """
      {"event":"start","sequenceNumber":"1","streamSid":"%2$s","start":{"streamSid":"%2$s",\
      "accountSid":"%1$s","callSid":"%3$s","tracks":["inbound"],"mediaFormat":{"encoding":\
      "audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}}}""";
  private static final String MEDIA =
      """
      {"event":"media","sequenceNumber":"%d","media":{"track":"inbound","chunk":"%d",\
      "timestamp":"%d","payload":"%s"},"streamSid":"%s"}""";

  /** One call has all it needs in the processor's nearest memory, many have not. */
  @Param({"1", "150"})
  public int calls;

  private final SteppedClock clock = new SteppedClock();
  private final String[] messages = messages();
  private final List<Carrier> carriers = new ArrayList<>();
  private @Nullable CallRouter router;
  private int nextMessage;
  private int nextCall;

  private static String[] messages() {
    byte[] codes = new byte[160];
    G711.PCMU.encode(Signals.speechLike(codes.length), 0, codes.length, codes, 0);
    String payload = Base64.getEncoder().encodeToString(codes);
    String[] messages = new String[MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = MEDIA.formatted(i + 2, i + 1, FRAME_MS * i, payload, STREAM_SID);
    }
    return messages;
  }

  /** Takes the calls and waits until a frame of each is echoed. */
  @Setup
  public void takeCalls() throws InterruptedException {
    SimulatedTwilio twilio = SimulatedTwilio.create(clock);
    CallRouter made =
        CallRouter.builder()
            .discoverProviders(Settings.of(twilio.settings()))
            .timekeeper(clock)
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", facts -> true, Action.connect("echo"))
            .build();
    router = made;
    for (int i = 0; i < calls; i++) {
      carriers.add(call(made.web(), twilio, "CA" + "%032x".formatted(i)));
    }
    while (carriers.stream().anyMatch(carrier -> carrier.latest == null)) {
      frame();
      Thread.sleep(1);
    }
  }

  private static Carrier call(WebHandler web, SimulatedTwilio twilio, String callSid) {
    String account = String.valueOf(twilio.settings().get("TWILIO_ACCOUNT_SID"));
    Map<String, String> form =
        Map.of(
            "CallSid", callSid,
            "AccountSid", account,
            "From", "+15550100099",
            "To", "+15550100001",
            "CallStatus", "ringing",
            "Direction", "inbound",
            "ApiVersion", "2010-04-01");
    WebResponse answer = web.handle(twilio.signed("POST", "/incoming-call", form));
    Matcher stream = STREAM.matcher(new String(answer.body(), StandardCharsets.UTF_8));
    if (!stream.find()) {
      throw new IllegalStateException("the call was not connected: " + answer.status());
    }
    Carrier carrier = new Carrier(web.admit(twilio.signedHandshake(stream.group(1))));
    carrier.listener.onText(START.formatted(account, STREAM_SID, callSid));
    return carrier;
  }

  /** Ends the calls. */
  @TearDown
  public void close() {
    if (router != null) {
      router.close();
    }
    clock.close();
  }

  /** One frame of 160 bytes of PCMU, in and out; of one call after the other. */
  @Benchmark
  public @Nullable String frame() {
    if (nextCall == calls) {
      nextCall = 0;
      nextMessage = (nextMessage + 1) % MESSAGES;
      clock.step();
    }
    Carrier carrier = carriers.get(nextCall++);
    carrier.listener.onText(messages[nextMessage]);
    String mark = carrier.mark;
    if (mark != null) {
      carrier.mark = null;
      carrier.listener.onText(mark);
    }
    return carrier.latest;
  }

  /** Takes what it is sent. */
  private static final class Carrier implements MediaSocket {
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1: the router is closed
    private static final int EVENT_AT = "{\"event\":\"".length();

    final MediaSocketListener listener;
    @Nullable String latest;
    @Nullable String mark;

    Carrier(Admission admission) {
      listener = admission.open(this);
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
    private static final long STEP_NANOS = Duration.ofMillis(FRAME_MS).toNanos();

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
