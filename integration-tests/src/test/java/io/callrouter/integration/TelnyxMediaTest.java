package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCallSetup;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Live audio over Telnyx's media socket, judged by the tone that is heard at either end. */
class TelnyxMediaTest {
  private static final int SAID_MS = 2000;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final Keeper keeper = new Keeper();
  private @Nullable CallRouter router;

  /** Keeps what it hears, as samples at 8 kHz, and says it back. */
  private static final class Keeper implements AudioEndpoint {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final StringBuilder keys = new StringBuilder();
    private @Nullable PlayItem back;

    @Override
    public AudioFormat format(AudioFormat carrier) {
      return AudioFormat.l16(8000);
    }

    @Override
    public void onStart(EndpointContext context) {
      back = context.item("back");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      heard.write(frame.array(), frame.offset(), frame.length());
      Objects.requireNonNull(back).send(frame.array(), frame.offset(), frame.length());
    }

    @Override
    public void onDigit(EndpointContext context, char digit) {
      keys.append(digit);
      context.finish("pressed");
    }

    short[] samples() {
      return samplesOf(heard);
    }
  }

  private static short[] samplesOf(ByteArrayOutputStream pcm) {
    byte[] bytes = pcm.toByteArray();
    short[] samples = new short[bytes.length / 2];
    AudioFormat.Encoding.L16.decode(bytes, 0, bytes.length, samples, 0);
    return samples;
  }

  @AfterEach
  void close() {
    if (router != null) {
      router.close();
    }
    time.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, little-endian",
    "PCMA, little-endian",
    "L16/8000, little-endian",
    "L16/16000, little-endian",
    "L16/16000, big-endian"
  })
  void whatIsSaidIsHeardAndSaidBackInTheCodecThatIsSet(String codec, String order) {
    TelnyxCallSetup setup = setup(codec, order, TelnyxMediaTest::connect);
    TelnyxCaller caller = order.equals("big-endian") ? setup.bigEndianL16().start() : setup.start();
    // Silence that is said back in another law has a faint sound, so the caller is never idle.
    caller.speak(Tones.samples(SAID_MS)).silentFor(Duration.ofMillis(SAID_MS + 500));
    assertTone(keeper.samples());
    assertTone(caller.received());

    caller.press("5").untilIdle();
    assertEquals("5", keeper.keys.toString());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(List.of(), caller.alerts());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void audioInDisorderIsHeardInOrder(long seed) {
    TelnyxCaller caller =
        setup("L16/8000", "little-endian", TelnyxMediaTest::connect)
            .misbehaving(new Misbehaviour.DisorderedMedia(seed, 0.3))
            .misbehaving(new Misbehaviour.UnknownOnSocket())
            .start();
    caller.speak(Tones.samples(SAID_MS)).untilIdle();
    assertTone(keeper.samples());
    caller.press("5").untilIdle();
    assertEquals(0L, counter("audio.in.dropped"));
    assertEquals(0L, counter("audio.in.filled"));
  }

  @Test
  void audioThatIsLostIsSilenceOfItsLength() {
    TelnyxCaller caller =
        setup("L16/8000", "little-endian", TelnyxMediaTest::connect)
            .misbehaving(new Misbehaviour.MissingMedia(1, 0.1))
            .start();
    caller.speak(Tones.samples(SAID_MS)).untilIdle();
    caller.press("5").untilIdle();
    assertEquals(0L, counter("audio.in.dropped"));
    assertTrue(counter("audio.in.filled") > 0);
    assertEquals(EndCause.COMPLETED, caller.record().cause());
  }

  private static void connect(Flow flow) {
    flow.run(Action.connect("keeper"));
  }

  private TelnyxCallSetup setup(String codec, String order, FlowFunction flow) {
    router =
        builder(codec, order)
            .endpoint("keeper", context -> keeper)
            .route("all", Match.any(), flow)
            .build();
    telnyx.attach(router);
    return telnyx.from("+14155550177").to("+14155550100");
  }

  private CallRouterBuilder builder(String codec, String order) {
    Map<String, String> settings = new TreeMap<>(telnyx.settings());
    settings.put("TELNYX_CODEC", codec);
    settings.put("TELNYX_L16_BYTE_ORDER", order);
    return CallRouter.builder()
        .discoverProviders(Settings.of(settings))
        .timekeeper(time)
        .http(telnyx.http());
  }

  private long counter(String name) {
    CallRouter here = router;
    return here == null ? -1 : here.counters().getOrDefault(name, 0L);
  }

  /** The tone that was said, in one piece, at its level and without a click. */
  private static void assertTone(short[] samples) {
    int from = 0;
    while (from < samples.length && Math.abs(samples[from]) < 500) {
      from++;
    }
    int to = samples.length;
    while (to > from && Math.abs(samples[to - 1]) < 500) {
      to--;
    }
    assertEquals(SAID_MS * 8, to - from, 40, "the tone's length");
    double worst = 0;
    double phase = 2 * Math.PI * 400 / 8000;
    for (int i = from + 82; i < to - 80; i++) {
      // A sine goes on as it began: what does not is noise, a gap or a jump.
      double expected = 2 * Math.cos(phase) * samples[i - 1] - samples[i - 2];
      worst = Math.max(worst, Math.abs(samples[i] - expected));
    }
    assertTrue(worst < 900, "off by " + worst + " at worst");
    int peak = 0;
    for (int i = from; i < to; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    assertEquals(8000, peak, 400);
  }
}
