package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.codec.G711;
import io.callrouter.config.Settings;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls in real time over HTTP and WebSocket, through a servlet container. */
class CallOverSocketsTest {
  private static final int FRAME_SAMPLES = 160;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** What the router sends ahead of the caller at most. */
  private static final Duration LEAD = Duration.ofMillis(160);

  /** Half a frame less: the router's clock is read a moment later than the one here. */
  private static final Duration FULL = LEAD.minusMillis(10);

  private final Map<String, Buffered> buffered = new ConcurrentHashMap<>();
  private final Timekeeper time = Timekeeper.system();

  private final Timekeeper carrierTime = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(carrierTime);
  private CallRouter router;
  private JettyHost host;

  @BeforeEach
  void start() throws Exception {
    router =
        CallRouter.builder()
            .timekeeper(time)
            .discoverProviders(Settings.of(twilio.settings()))
            .endpoint("echo", context -> echo(context.call().carrierId()))
            .endpoint(
                "menu",
                context ->
                    Endpoints.script(
                        script -> {
                          script.play(Tones.clip(300));
                          return script.digits(1, Duration.ofSeconds(10));
                        }))
            .route("echo", Match.to("+14155550101"), Action.connect("echo"))
            .route(
                "office",
                Match.any(),
                flow -> {
                  Outcome menu = flow.run(Action.connect("menu"));
                  flow.run(Action.say(menu.result()));
                })
            .build();
    host = JettyHost.start(router.web());
    twilio.attach(router, host.address());
  }

  @AfterEach
  void stop() throws Exception {
    router.close();
    host.stop();
    time.close();
    carrierTime.close();
  }

  @Test
  void aMenuIsHeardAKeyIsTakenAndTheFlowGoesOn() {
    TwilioCaller caller = twilio.from("+14155550177").to("+14155550100").start();
    caller.untilIdle().press("4").untilIdle();
    assertEquals(List.of("Connect", "Say"), caller.verbs());
    assertEquals(List.of("4"), caller.heardSpeech());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(List.of(), caller.alerts());
    assertArrayEquals(lossless(Tones.samples(300)), soundOf(caller.heard()));
    assertTrue(
        caller.events().stream()
            .filter(event -> event.kind() == TimelineEvent.Kind.FIRST_AUDIO)
            .allMatch(event -> event.took().toMillis() < 1000));
  }

  @Test
  void aCallerWhoseSocketBreaksIsAskedFor() {
    TwilioCaller caller = twilio.from("+14155550177").to("+14155550101").start();
    caller.speak(Tones.samples(200)).untilIdle().cutMedia().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void fiftyCallersHearTheirOwnFramesAndEveryOneOfThem() {
    List<short[]> speeches = IntStream.range(0, 50).mapToObj(it -> numbered(it, 20)).toList();
    List<TwilioCaller> callers =
        IntStream.range(0, 50)
            .mapToObj(it -> twilio.from("+1415555" + (1000 + it)).to("+14155550101").start())
            .toList();
    callers.forEach(TwilioCaller::untilIdle);
    callers.get(0).silentFor(WARM_UP);
    buffered.values().forEach(Buffered::restart);
    for (int number = 0; number < 50; number++) {
      callers.get(number).speak(speeches.get(number));
    }
    callers.forEach(TwilioCaller::untilIdle);
    callers.forEach(TwilioCaller::hangUp);
    for (int number = 0; number < 50; number++) {
      TwilioCaller caller = callers.get(number).untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(List.of(), caller.alerts());
      assertIsSubsequence(speeches.get(number), soundOf(caller.received()), "call " + number);
    }
    assertEquals(0, router.activeCalls());
    int lost = 0;
    for (int number = 0; number < 50; number++) {
      int received = soundOf(callers.get(number).received()).length;
      int missing = (speeches.get(number).length - received) / FRAME_SAMPLES;
      Duration most = buffered.get(callers.get(number).carrierId()).most();
      assertTrue(
          missing == 0 || most.compareTo(FULL) > 0,
          "call "
              + number
              + " lost "
              + missing
              + " frames, and there were never more than "
              + most
              + " ahead");
      lost += missing;
    }
    long dropped = router.counters().getOrDefault("audio.out.dropped", 0L);
    assertTrue(lost <= dropped, lost + " frames lost, " + dropped + " counted as dropped");
    assumeTrue(
        lost == 0,
        "the machine kept frames back for more than the lead, after which live audio is dropped on"
            + " purpose: "
            + lost
            + " of 50000");
  }

  private Buffered echo(String carrierId) {
    return buffered.computeIfAbsent(carrierId, id -> new Buffered(time));
  }

  /**
   * An echo that reckons how much audio would lie ahead of the caller if each frame were sent on as
   * it comes: what comes late and all at once lies there until the caller has heard it.
   */
  private static final class Buffered implements AudioEndpoint {
    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();

    private final AudioEndpoint echo = Endpoints.echo();
    private final Timekeeper time;
    private long heardAtNanos;
    private volatile long mostNanos;

    Buffered(Timekeeper time) {
      this.time = time;
    }

    /** Forgets how it was before, such as on a cold machine; what lies ahead stays there. */
    void restart() {
      mostNanos = 0;
    }

    Duration most() {
      return Duration.ofNanos(mostNanos);
    }

    @Override
    public void onStart(EndpointContext context) throws Exception {
      echo.onStart(context);
      heardAtNanos = time.nanoTime();
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
      long now = time.nanoTime();
      heardAtNanos = Math.max(heardAtNanos, now) + FRAME_NANOS;
      mostNanos = Math.max(mostNanos, heardAtNanos - now);
      heardAtNanos = Math.min(heardAtNanos, now + LEAD.toNanos());
      echo.onAudio(context, frame);
    }

    @Override
    public void onEnd(EndpointContext context) throws Exception {
      echo.onEnd(context);
    }

    @Override
    public void close() {
      echo.close();
    }
  }

  private static void assertIsSubsequence(short[] sent, short[] received, String label) {
    int at = 0;
    for (int from = 0; from < received.length; from += FRAME_SAMPLES) {
      while (at < sent.length
          && !Arrays.equals(sent, at, at + FRAME_SAMPLES, received, from, from + FRAME_SAMPLES)) {
        at += FRAME_SAMPLES;
      }
      assertTrue(at < sent.length, label + ": frame " + from / FRAME_SAMPLES + " is another's");
      at += FRAME_SAMPLES;
    }
  }

  /** Frames that say which call they belong to and which one of it they are. */
  private static short[] numbered(int call, int seconds) {
    byte[] codes = new byte[seconds * 50 * FRAME_SAMPLES];
    for (int i = 0; i < codes.length; i++) {
      int frame = i / FRAME_SAMPLES;
      int digit =
          switch (i % 5) {
            case 0 -> call % 16;
            case 1 -> call / 16;
            case 2 -> frame % 16;
            case 3 -> frame / 16 % 16;
            default -> frame / 256;
          };
      codes[i] = (byte) (0x20 + digit);
    }
    short[] pcm = new short[codes.length];
    G711.PCMU.decode(codes, 0, codes.length, pcm, 0);
    return pcm;
  }

  private static short[] lossless(short[] pcm) {
    byte[] codes = new byte[pcm.length];
    G711.PCMU.encode(pcm, 0, pcm.length, codes, 0);
    short[] decoded = new short[pcm.length];
    G711.PCMU.decode(codes, 0, codes.length, decoded, 0);
    return decoded;
  }

  /** Without the silence before and after. */
  private static short[] soundOf(short[] heard) {
    int from = 0;
    int to = heard.length;
    while (from < to && heard[from] == 0) {
      from++;
    }
    while (to > from && heard[to - 1] == 0) {
      to--;
    }
    return Arrays.copyOfRange(heard, from, to);
  }
}
