package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.codec.DtmfDetector;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PhoneToolsTest {
  private final List<Turn> turns = new CopyOnWriteArrayList<>();

  private Simulation simulation(Simulation.Carrier carrier, Answer first, Answer leave) {
    Tool[] tools = {
      PhoneTools.hangUp(),
      PhoneTools.sendDigits(),
      PhoneTools.handOver("to_human", "Hands over to a person.", "human")
    };
    Simulation simulation = new Simulation(carrier, it -> it.tools(tools).greeting(null));
    simulation
        .model
        .firstOutput(Duration.ofMillis(100))
        .answering(
            turn -> {
              turns.add(turn);
              return turns.size() == 1 ? first : leave;
            });
    return simulation;
  }

  private static List<AgentEvent.AgentSaid> said(Simulation simulation) {
    return simulation.events(AgentEvent.AgentSaid.class);
  }

  @ParameterizedTest
  @EnumSource
  void theCallIsHungUpWhenTheFarewellWasHeard(Simulation.Carrier carrier) {
    Answer farewell = Answer.says("Goodbye.", Duration.ofSeconds(2));
    try (Simulation simulation = simulation(carrier, Answer.calls("hang_up", "{}"), farewell)) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).untilIdle();

      assertTrue(caller.isOver());
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(1, said(simulation).size());
      assertEquals(Duration.ofSeconds(2), said(simulation).get(0).heard());
      assertFalse(turns.get(1).ownInstructions());
      // The call was ended by the agent, and no flow went on.
      assertEquals(List.of(), caller.heardSpeech());
      assertEquals(List.of(), simulation.outcomes);
      assertEquals(0, simulation.model.openSessions());
    }
  }

  @Test
  void aFarewellThatWasSaidAlreadyIsNotAskedForAgain() {
    Answer both =
        Answer.says("Goodbye.", Duration.ofSeconds(2)).then(Answer.calls("hang_up", "{}"));
    try (Simulation simulation =
        simulation(Simulation.Carrier.TWILIO, both, Answer.says("Once more."))) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).untilIdle();
      assertTrue(caller.isOver());
      assertEquals(1, turns.size());
      assertEquals(Duration.ofSeconds(2), said(simulation).get(0).heard());
    }
  }

  @Test
  void nobodyHangsUpOnACallerWhoHasSomethingToSay() {
    Answer farewell = Answer.says("Goodbye.", Duration.ofSeconds(4));
    try (Simulation simulation =
        simulation(Simulation.Carrier.TWILIO, Answer.calls("hang_up", "{}"), farewell)) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(3));
      assertFalse(caller.isOver());
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(20));
      assertFalse(caller.isOver());
      assertEquals(2, said(simulation).size());
      assertTrue(said(simulation).get(0).interrupted());
      assertFalse(said(simulation).get(1).interrupted());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandOverIsHeardAndThenTheFlowGoesOn(Simulation.Carrier carrier) {
    Answer word = Answer.says("I connect you.", Duration.ofSeconds(2));
    try (Simulation simulation = simulation(carrier, Answer.calls("to_human", "{}"), word)) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).untilIdle();
      assertEquals(List.of("human"), results(simulation));
      assertEquals(Duration.ofSeconds(2), said(simulation).get(0).heard());
      assertEquals(List.of("Goodbye."), caller.heardSpeech());
    }
  }

  private static List<String> results(Simulation simulation) {
    return simulation.outcomes.stream().map(Outcome::result).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("silences")
  void aModelThatSaysNothingDoesNotKeepTheCall(Answer silence) {
    try (Simulation simulation =
        simulation(Simulation.Carrier.TWILIO, Answer.calls("to_human", "{}"), silence)) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(14));
      assertEquals(List.of("human"), results(simulation));
    }
  }

  private static List<Answer> silences() {
    return List.of(
        Answer.nothing(), Answer.nothing().thenStalls(), Answer.fails("server_error", "It broke."));
  }

  @ParameterizedTest
  @EnumSource
  void keysArePlayedAsTonesThatTheFarEndUnderstands(Simulation.Carrier carrier) {
    Answer press = Answer.calls("send_digits", "{\"digits\":\"12w3#\"}");
    try (Simulation simulation = simulation(carrier, press, Answer.nothing())) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(6));
      assertEquals("123#", keysIn(caller.heard()));
      assertEquals("All keys were pressed.", turns.get(1).toolResults().get(0).output());
    }
  }

  @Test
  void theModelIsToldWhichKeysWereCut() {
    Answer press = Answer.calls("send_digits", "{\"digits\":\"" + "5".repeat(20) + "\"}");
    try (Simulation simulation = simulation(Simulation.Carrier.TWILIO, press, Answer.nothing())) {
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofMillis(2600));
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(6));
      String output = turns.get(1).toolResults().get(0).output();
      assertTrue(output.matches(".*only the first [4-8] of the keys were pressed.*"), output);
    }
  }

  @Test
  void whatIsNoKeyIsAnErrorForTheModel() {
    Answer press = Answer.calls("send_digits", "{\"digits\":\"call me\"}");
    try (Simulation simulation = simulation(Simulation.Carrier.TWILIO, press, Answer.nothing())) {
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(4));
      assertEquals(
          "{\"error\":\"the arguments: digits are 1 to 32 of 0-9, *, #, A-D and w\"}",
          turns.get(1).toolResults().get(0).output());
    }
  }

  private static String keysIn(short[] heard) {
    StringBuilder keys = new StringBuilder();
    new DtmfDetector(keys::append).push(heard, 0, heard.length);
    return keys.toString();
  }
}
