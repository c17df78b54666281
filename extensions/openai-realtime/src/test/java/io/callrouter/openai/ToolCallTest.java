package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallTest {
  record Place(String city, int guests) {}

  @Test
  void theModelIsToldOfAToolCallsItAndIsAskedOnceForWhatFollows() {
    List<Place> places = new ArrayList<>();
    Tool search =
        Tool.of(
            "search",
            "Finds hotels.",
            Place.class,
            (place, context) -> {
              places.add(place);
              return List.of("Ritz");
            });
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.tools(search).greeting(null))) {
      List<Turn> turns = new ArrayList<>();
      simulation.model.answering(
          turn -> {
            turns.add(turn);
            return turn.toolResults().isEmpty()
                ? Answer.calls("search", "{\"city\":\"Rome\",\"guests\":2}")
                : Answer.says("The Ritz.");
          });
      SimulatedCaller caller = simulation.call();
      caller.untilIdle().speak(Voice.vowel(800)).untilIdle();

      assertEquals(List.of(new Place("Rome", 2)), places);
      assertEquals(2, turns.size());
      assertEquals(List.of("search"), turns.get(0).tools());
      assertEquals("[\"Ritz\"]", turns.get(1).toolResults().get(0).output());
      assertEquals(List.of(), simulation.model.session().refused());
      assertEquals(
          List.of(ToolOutcome.DONE),
          simulation.events(AgentEvent.ToolCalled.class).stream()
              .map(AgentEvent.ToolCalled::outcome)
              .toList());
    }
  }
}
