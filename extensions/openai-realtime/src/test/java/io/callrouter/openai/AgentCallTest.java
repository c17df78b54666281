package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.media.AudioFormat;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ModelResponse;
import io.callrouter.testkit.openai.SessionPlan;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.openai.Truncation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCallTest {
  private static final int BARGE_INS = Integer.getInteger("callrouter.barge-ins", 25);

  @ParameterizedTest
  @EnumSource
  void theAgentGreetsOnceAndAnswersOnEitherCarrier(Simulation.Carrier carrier) {
    try (Simulation simulation = new Simulation(carrier, it -> it)) {
      SimulatedCaller caller = simulation.call();
      caller.untilIdle().speak(Voice.vowel(1200)).untilIdle();
      SimulatedSession session = simulation.model.session();

      assertEquals(2, session.responses().size(), () -> session.responses().toString());
      assertEquals(List.of(), session.refused());
      assertEquals(List.of(), session.truncations());
      List<AgentEvent.AgentSaid> said = simulation.events(AgentEvent.AgentSaid.class);
      assertEquals(
          List.of("Hello, this is the simulated model.", "I heard you for 1.9 seconds."),
          said.stream().map(AgentEvent.AgentSaid::text).map(AgentCallTest::rounded).toList());
      said.forEach(it -> assertEquals(it.said(), it.heard(), it::text));
      assertEquals(
          List.of(0, 1), Voice.heardIn(caller.heard()).stream().map(Voice.Heard::number).toList());

      caller.hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(0, simulation.model.openSessions());
    }
  }

  /** Turn detection finds the end of the speech to some frames. */
  private static String rounded(String text) {
    return text.replaceAll("for [12]\\.\\d seconds", "for 1.9 seconds");
  }

  @Test
  void theGreetingIsThereWithinAFrameOfTheStreamIfTheModelAnswersAtOnce() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.firstOutput(Duration.ZERO);
      SimulatedCaller caller = simulation.call();
      caller.untilIdle();
      Duration first =
          caller.events().stream()
              .filter(it -> it.kind() == TimelineEvent.Kind.FIRST_AUDIO)
              .findFirst()
              .orElseThrow()
              .took();
      assertTrue(first.toMillis() <= 20, first::toString);
    }
  }

  @Test
  void whatTheCallerSaysBeforeTheSessionIsReadyIsHeardByTheModel() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.greeting(null))) {
      simulation.model.latency(Duration.ofMillis(700));
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(1500)).silentFor(Duration.ofSeconds(15));
      assertEquals(
          List.of("I heard you for 1.9 seconds."),
          simulation.events(AgentEvent.AgentSaid.class).stream()
              .map(it -> rounded(it.text()))
              .toList());
    }
  }

  static LongStream seeds() {
    long first = Long.getLong("callrouter.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("callrouter.calls", 3));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anInterruptedAnswerIsTruncatedAtWhatTheCallerHeard(long seed) {
    Random random = new Random(seed);
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.sessionLength(Duration.ofDays(2));
      simulation.model.answering(turn -> Answer.says("At length.", Duration.ofSeconds(6)));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(2));
      for (int i = 0; i < BARGE_INS; i++) {
        caller.speak(Voice.vowel(600 + random.nextInt(600)));
        caller.silentFor(Duration.ofMillis(1500 + random.nextInt(6000)));
      }
      caller.untilIdle();
      SimulatedSession session = simulation.model.session();
      assertEquals(List.of(), session.refused(), "seed " + seed);
      Map<Integer, Voice.Heard> heard = new HashMap<>();
      Voice.heardIn(caller.heard()).forEach(it -> heard.put(it.number(), it));
      Map<String, Integer> speeches = new HashMap<>();
      session.conversation().forEach(it -> speeches.put(it.id(), it.speech()));
      int truncated = 0;
      for (Truncation truncation : session.truncations()) {
        Voice.Heard truth = heard.get(speeches.get(truncation.itemId()));
        long heardMs = truth == null ? 0 : truth.upTo().toMillis();
        assertTrue(
            Math.abs(truncation.claimed().toMillis() - heardMs) <= 20,
            () -> truncation + " but heard " + heardMs + " ms, seed " + seed);
        truncated++;
      }
      assertTrue(truncated > BARGE_INS / 4, "only " + truncated + " were interrupted");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 429, 500})
  void aSessionThatIsRefusedIsNamedWithWhatToDo(int status) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.refuseNext(status).refuseNext(status);
      SimulatedCaller caller = simulation.call();
      caller.untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      assertTrue(
          simulation.events(AgentEvent.Trouble.class).get(0).message().contains("" + status));
    }
  }

  @Test
  void aModelThatSpeaksAnotherFormatThanAskedForIsNoticed() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.next(SessionPlan.sound().outputFormat("audio/pcm"));
      simulation.call().untilIdle();
      assertEquals(
          "the session's output is audio/pcm, asked for was audio/pcmu",
          simulation.events(AgentEvent.Trouble.class).get(0).message());
    }
  }

  @Test
  void aNoticeThatMustBeHeardIsNotInterruptedAndWhatWasSaidMeanwhileIsAnsweredAfterIt() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.bargeIn(BargeIn.AFTER_GREETING))) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMillis(900)).speak(Voice.vowel(700)).untilIdle();
      List<AgentEvent.AgentSaid> said = simulation.events(AgentEvent.AgentSaid.class);
      assertEquals(2, said.size(), said::toString);
      assertEquals(said.get(0).said(), said.get(0).heard());
      List<ModelResponse> responses = simulation.model.session().responses();
      assertEquals(2, responses.size(), responses::toString);
    }
  }

  @Test
  void eachAnswersLatencyIsToldFromTheCallersLastWordToHisEar() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      SimulatedCaller caller = simulation.call();
      caller.untilIdle().speak(Voice.vowel(1200)).untilIdle();
      List<AgentEvent.Latency> latencies = simulation.events(AgentEvent.Latency.class);
      assertEquals(2, latencies.size());
      for (AgentEvent.Latency latency : latencies) {
        assertTrue(latency.answered().toMillis() > 0, latency::toString);
        assertTrue(latency.sent().compareTo(latency.answered()) >= 0, latency::toString);
        assertTrue(latency.heard().compareTo(latency.sent()) >= 0, latency::toString);
        assertTrue(latency.heard().toMillis() <= latency.answered().toMillis() + 200);
      }
    }
  }

  @Test
  void whatTheHostHasSaidIsSaidAfterWhatIsBeingSaidAndAFarewellIsHeardBeforeTheFlowGoesOn() {
    AtomicReference<OpenAiAgent> agent = new AtomicReference<>();
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it, agent::set)) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMillis(900));
      agent.get().say("Thank you, goodbye.");
      agent.get().finish("human");
      caller.untilIdle();
      assertEquals(
          Set.of("human"),
          simulation.outcomes.stream().map(Outcome::result).collect(Collectors.toSet()));
      List<AgentEvent.AgentSaid> said = simulation.events(AgentEvent.AgentSaid.class);
      assertEquals(2, said.size());
      said.forEach(it -> assertEquals(it.said(), it.heard(), it::toString));
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  @Test
  void theCallersAudioReachesTheModelInTheCarriersOwnBytes() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      short[] words = Voice.vowel(1000);
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(4)).speak(words).silentFor(Duration.ofSeconds(1));
      byte[] said = new byte[words.length];
      AudioFormat.Encoding.PCMU.encode(words, 0, words.length, said, 0);
      assertTrue(
          Collections.indexOfSubList(bytes(simulation.appended()), bytes(said)) >= 0,
          "the model got what the carrier sent");
    }
  }

  private static List<Byte> bytes(byte[] bytes) {
    List<Byte> boxed = new ArrayList<>();
    for (byte each : bytes) {
      boxed.add(each);
    }
    return boxed;
  }

  @Test
  void anAgentThatMustNotBeInterruptedIsHeardToTheEndAndThenAnswersWhatWasSaidMeanwhile() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.bargeIn(BargeIn.FORBIDDEN))) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMillis(900)).speak(Voice.vowel(700)).untilIdle();
      List<AgentEvent.AgentSaid> said = simulation.events(AgentEvent.AgentSaid.class);
      assertEquals(2, said.size(), said::toString);
      said.forEach(it -> assertEquals(it.said(), it.heard(), it::toString));
      assertEquals(List.of(), simulation.model.session().truncations());
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  @Test
  void aModelThatDealsWithInterruptionsItselfIsLeftToIt() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.bargeIn(BargeIn.BY_MODEL))) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMillis(900)).speak(Voice.vowel(700)).untilIdle();
      assertTrue(caller.events().stream().noneMatch(it -> it.kind() == TimelineEvent.Kind.CLEAR));
      assertEquals(List.of(), simulation.model.session().truncations());
    }
  }

  @Test
  void withoutTurnDetectionTheModelAnswersWhenTheHostSaysSo() {
    AtomicReference<OpenAiAgent> agent = new AtomicReference<>();
    try (Simulation simulation =
        new Simulation(
            Simulation.Carrier.TWILIO,
            it -> it.turnDetection(new TurnDetection.None()).greeting(null),
            agent::set)) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(1000)).silentFor(Duration.ofSeconds(3));
      assertEquals(List.of(), simulation.model.session().responses());
      agent.get().answer();
      caller.silentFor(Duration.ofSeconds(3));
      assertEquals(1, simulation.model.session().responses().size());
      assertEquals(1, Voice.heardIn(caller.heard()).size());
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  @Test
  void aVoiceThatTheServiceDoesNotKnowIsNamed() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.voice("nobody"))) {
      simulation.call().untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      AgentEvent.Trouble trouble = simulation.events(AgentEvent.Trouble.class).get(0);
      assertTrue(trouble.fatal() && trouble.message().contains("nobody"), trouble::toString);
      assertEquals(1, simulation.model.sessions().size());
    }
  }

  @Test
  void aModelThatTheAccountDoesNotHaveIsNamed() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.model("gpt-nothing"))) {
      simulation.call().untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      AgentEvent.Trouble trouble = simulation.events(AgentEvent.Trouble.class).get(0);
      assertTrue(trouble.fatal() && trouble.message().contains("gpt-nothing"), trouble::toString);
    }
  }

  @Test
  void aGreetingOfWhichNothingCameDoesNotKeepTheAgentFromListening() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.bargeIn(BargeIn.AFTER_GREETING))) {
      simulation.model.answering(
          turn -> turn.number() == 1 ? Answer.nothing() : Answer.says("Yes?"));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(3));
      caller.speak(Voice.vowel(900)).silentFor(Duration.ofSeconds(5));
      assertEquals(1, Voice.heardIn(caller.heard()).size(), "the caller is answered");
    }
  }

  @Test
  void aGreetingThatIsRefusedDoesNotKeepTheAgentFromListening() {
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.bargeIn(BargeIn.AFTER_GREETING))) {
      simulation.model.next(SessionPlan.sound().refusesFirstAnswer());
      simulation.model.answering(turn -> Answer.says("Yes?"));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(3));
      assertEquals(1, simulation.events(AgentEvent.Trouble.class).size());
      caller.speak(Voice.vowel(900)).silentFor(Duration.ofSeconds(5));
      assertEquals(1, Voice.heardIn(caller.heard()).size(), "the caller is answered");
    }
  }
}
