package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.peer.NodeLibrary;
import io.callrouter.peer.NodeProgram;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own way from Twilio's media streams to a voice agent, between the two simulators. */
class OfficialTwilioTransportTest {
  private static final int RATE_HZ = 8000;
  private static final int BLOCK = RATE_HZ / 50;
  private static final int STEP = RATE_HZ / 200;
  private static final int SPEECH_MS = 400;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration GREETING = Duration.ofMillis(1700);
  private static final Duration ANSWER = Duration.ofMillis(1300);
  private static final Duration STORY = Duration.ofSeconds(30);

  /** What the library adds to what it knows was heard, and how well that can be seen here. */
  private static final int TOLERANCE_MS = 50 + 30;

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void itsCallerIsGreetedAnsweredAndInterruptsWithoutARefusedTruncation() throws Exception {
    model.answering(OfficialTwilioTransportTest::answer);
    try (ModelServer service = model.listen();
        NodeProgram host =
            NodeLibrary.OPENAI_TWILIO.start(
                "host.cjs", List.of(service.url() + "?model=gpt-realtime", model.apiKey()))) {
      twilio.attach(URI.create("http://127.0.0.1:" + host.firstLine()));
      TwilioCaller caller = twilio.from("+14155550177").to("+14155550100").start();

      hears(caller, 0, GREETING);
      caller.untilIdle().speak(Sounds.voice(SPEECH_MS)); // Its marks are back: no interruption.
      hears(caller, 1, ANSWER);
      assertArrayEquals(
          joined(said(0, GREETING), said(1, ANSWER)),
          Arrays.copyOf(caller.received(), samples(GREETING) + samples(ANSWER)));

      caller.untilIdle().speak(Sounds.voice(SPEECH_MS));
      hears(caller, 2, Duration.ofSeconds(1));
      caller.speak(Sounds.voice(SPEECH_MS));
      hears(caller, 3, ANSWER);
      caller.hangUp().untilIdle();

      interruptedOnce(caller);
      assertEquals(List.of("interrupted"), host.lines());
      assertEquals(List.of(), caller.alerts());
    }
  }

  private static Answer answer(Turn turn) {
    return switch (turn.number()) {
      case 1 -> Answer.says("Good morning.", GREETING);
      case 3 -> Answer.says("It was a dark and stormy night.", STORY);
      default -> Answer.says("I have understood.", ANSWER);
    };
  }

  private void interruptedOnce(TwilioCaller caller) {
    SimulatedSession session = model.session();
    assertTrue(caller.until(() -> !session.isOpen(), LONGEST));
    assertEquals(List.of(), session.refused());
    assertEquals(1, count(caller, TimelineEvent.Kind.CLEAR), caller.events()::toString);
    assertEquals(1, session.truncations().size(), session.truncations()::toString);
    Truncation truncation = session.truncations().get(0);
    ModelResponse story = session.responses().get(2);
    assertEquals(story.items(), List.of(truncation.itemId()));
    assertEquals("cancelled", story.status());
    long heardMs = heard(caller, 2).toMillis();
    assertTrue(heardMs < STORY.toMillis() / 2, "after the clear he heard up to " + heardMs);
    long claimedMs = truncation.claimed().toMillis();
    assertTrue(claimedMs > 0 && claimedMs <= heardMs + TOLERANCE_MS, truncation + ": " + heardMs);
  }

  private static long count(TwilioCaller caller, TimelineEvent.Kind kind) {
    return caller.events().stream().filter(event -> event.kind() == kind).count();
  }

  /** Waits until the caller has heard so much of a speech. */
  private static void hears(TwilioCaller caller, int speech, Duration length) {
    Duration almost = length.minusMillis(20);
    assertTrue(
        caller.until(() -> heard(caller, speech).compareTo(almost) >= 0, LONGEST),
        () -> "heard " + heard(caller, speech) + " of speech " + speech + ": " + caller.events());
  }

  /** Up to where a speech was heard, by the last 20 ms of it that can be read. */
  private static Duration heard(TwilioCaller caller, int speech) {
    short[] heard = caller.heard();
    for (int at = heard.length - BLOCK; at >= 0; at -= STEP) {
      var place = CodedSpeech.read(heard, at, RATE_HZ);
      if (place.isPresent() && place.get().number() == speech) {
        return place.get().position().plusMillis(10);
      }
    }
    return Duration.ZERO;
  }

  private static short[] said(int speech, Duration length) {
    short[] pcm = CodedSpeech.samples(speech, RATE_HZ, 0, samples(length));
    return WireAudio.PCMU.decode(WireAudio.PCMU.encode(pcm));
  }

  private static int samples(Duration length) {
    return (int) (length.toMillis() * RATE_HZ / 1000);
  }

  private static short[] joined(short[] first, short[] second) {
    short[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
