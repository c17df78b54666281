package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.codec.G711;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.TapContext;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A greeting and then an agent on one live stream: nothing is lost on the way, nothing is heard.
 */
class PeerExchangeTest {
  private static final int SAMPLES_PER_MS = 8;
  private static final int FRAME = 20 * SAMPLES_PER_MS;
  private static final byte GREETING = 0x10;
  private static final byte AGENT = 0x20;

  private final List<Speaker> speakers = new ArrayList<>();
  private final List<Recorder> recorders = new ArrayList<>();
  private VirtualOffice office;

  /** Plays a second made of one byte, then is done; keeps what it hears. */
  private static final class Speaker implements AudioEndpoint {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final byte value;

    Speaker(byte value) {
      this.value = value;
    }

    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      byte[] audio = new byte[1000 * SAMPLES_PER_MS];
      Arrays.fill(audio, value);
      PlayItem item = context.item("words");
      item.send(audio);
      item.end();
      context.finish("");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      heard.write(frame.array(), frame.offset(), frame.length());
    }
  }

  /** Keeps both sides. */
  private static final class Recorder implements AudioTap {
    final ByteArrayOutputStream caller = new ByteArrayOutputStream();
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    @Override
    public void onAudio(TapContext context, AudioFrame said, AudioFrame played) {
      caller.write(said.array(), said.offset(), said.length());
      heard.write(played.array(), played.offset(), played.length());
    }
  }

  private Speaker speaker(byte value) {
    Speaker speaker = new Speaker(value);
    speakers.add(speaker);
    return speaker;
  }

  private CallRouterBuilder office(CallRouterBuilder builder) {
    return builder
        .endpoint("greeting", context -> speaker(GREETING))
        .endpoint("agent", context -> speaker(AGENT))
        .endpoint(
            "slow",
            context -> {
              sleep(Duration.ofMillis(700));
              return speaker(AGENT);
            })
        .tap(
            "recorder",
            context -> {
              Recorder recorder = new Recorder();
              recorders.add(recorder);
              return recorder;
            })
        .route("slow", Match.from("+14155550178"), flow -> connect(flow, "slow"))
        .route("office", Match.any(), flow -> connect(flow, "agent"));
  }

  private void sleep(Duration length) throws InterruptedException {
    try {
      office.time.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      // As long as was wanted.
    }
  }

  private static void connect(Flow flow, String second) {
    flow.run(Action.connect("greeting").tap("recorder"));
    flow.run(Action.connect(second).tap("recorder"));
  }

  /** What the caller says from the stream's first frame on, and its µ-law. */
  private static short[] noise(int ms) {
    short[] samples = new short[ms * SAMPLES_PER_MS];
    Random random = new Random(7);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (random.nextInt(40_000) - 20_000);
    }
    return samples;
  }

  private static byte[] muLaw(short[] samples) {
    byte[] audio = new byte[samples.length];
    G711.PCMU.encode(samples, 0, samples.length, audio, 0);
    return audio;
  }

  /** All that the caller said in so much time, give or take a frame, was given to somebody. */
  private void assertTaken(short[] says, int ms) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    speakers.forEach(speaker -> all.writeBytes(speaker.heard.toByteArray()));
    byte[] taken = all.toByteArray();
    assertArrayEquals(Arrays.copyOf(muLaw(says), taken.length), taken);
    assertEquals(ms * SAMPLES_PER_MS, taken.length, FRAME);
  }

  private static short sampleOf(byte value) {
    short[] sample = new short[1];
    G711.PCMU.decode(new byte[] {value}, 0, 1, sample, 0);
    return sample[0];
  }

  private static int count(short[] heard, byte value) {
    int count = 0;
    for (short sample : heard) {
      count += sample == sampleOf(value) ? 1 : 0;
    }
    return count;
  }

  private static int first(short[] heard, byte value) {
    int at = 0;
    while (heard[at] != sampleOf(value)) {
      at++;
    }
    return at;
  }

  private static int behindLast(short[] heard, byte value) {
    int at = heard.length;
    while (heard[at - 1] != sampleOf(value)) {
      at--;
    }
    return at;
  }

  private static short[] samples(byte[] muLaw) {
    short[] samples = new short[muLaw.length];
    G711.PCMU.decode(muLaw, 0, muLaw.length, samples, 0);
    return samples;
  }

  private TwilioCaller call(String from, short[] says) {
    return office.twilio.from(from).to(VirtualOffice.OFFICE).start().speak(says).untilIdle();
  }

  @Test
  void theAgentIsHeardRightBehindTheGreetingAndNothingTheCallerSaysIsLost() {
    try (VirtualOffice virtual = VirtualOffice.of(this::office)) {
      office = virtual;
      short[] says = noise(3000);
      TwilioCaller caller = call(VirtualOffice.CALLER, says);

      assertEquals(List.of("Connect"), caller.verbs().subList(0, 1));
      short[] heard = caller.heard();
      assertEquals(8000, count(heard, GREETING));
      assertEquals(8000, count(heard, AGENT));
      int gap = first(heard, AGENT) - behindLast(heard, GREETING);
      assertTrue(gap >= 0 && gap <= FRAME, gap + " samples between the two");

      assertEquals(2, speakers.size());
      assertTaken(says, 2000);
      assertTrue(speakers.get(1).heard.size() > 900 * SAMPLES_PER_MS);
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  void theTapHearsBothSidesOverTheExchangeAsTheCallerDid() {
    try (VirtualOffice virtual = VirtualOffice.of(this::office)) {
      office = virtual;
      short[] says = noise(3000);
      TwilioCaller caller = call(VirtualOffice.CALLER, says);

      assertEquals(1, recorders.size());
      byte[] said = recorders.get(0).caller.toByteArray();
      assertArrayEquals(Arrays.copyOf(muLaw(says), said.length), said);
      short[] taped = samples(recorders.get(0).heard.toByteArray());
      short[] heard = caller.heard();
      assertEquals(8000, count(taped, GREETING));
      assertEquals(
          first(heard, AGENT) - behindLast(heard, GREETING),
          first(taped, AGENT) - behindLast(taped, GREETING));
    }
  }

  @Test
  void whatTheCallerSaysWhileTheNextIsBeingMadeIsGivenToIt() {
    try (VirtualOffice virtual = VirtualOffice.of(this::office)) {
      office = virtual;
      short[] says = noise(3000);
      call("+14155550178", says);

      assertTaken(says, 2700);
      assertEquals(
          0, virtual.nodes.get(0).counters().getOrDefault("audio.in.dropped", 0L).longValue());
    }
  }
}
