package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Call;
import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Mishap;
import io.callrouter.testkit.openai.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToolSourceTest {
  private final List<Turn> turns = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private Simulation simulation;

  /** What a source does when it is opened, in virtual time. */
  @FunctionalInterface
  private interface Opening {
    List<Tool> open() throws Exception;
  }

  private ToolSource source(String name, Opening opening) {
    return new ToolSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Opened open(Call call) throws Exception {
        List<Tool> tools = opening.open();
        opened.incrementAndGet();
        return new Opened() {
          @Override
          public List<Tool> tools() {
            if (tools.isEmpty()) {
              throw new IllegalStateException("no list of tools");
            }
            return tools;
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
      }
    };
  }

  private static Tool tool(String name, String result) {
    return Tool.ofSchema(name, "Gives.", "{\"type\":\"object\"}", (json, context) -> result);
  }

  private List<Tool> after(Duration delay, Tool... tools) throws InterruptedException {
    try {
      simulation.time.await(new CompletableFuture<>(), delay);
    } catch (TimeoutException e) {
      return List.of(tools);
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
    throw new AssertionError();
  }

  private Simulation simulation(Answer answer, Tool own, ToolSource... sources) {
    simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.tools(own).toolSources(sources));
    simulation
        .model
        .firstOutput(Duration.ofMillis(100))
        .answering(
            turn -> {
              turns.add(turn);
              if (!turn.toolResults().isEmpty()) {
                return Answer.says(turn.toolResults().get(0).output());
              }
              return turn.number() == 1 ? Answer.says("Hello.") : answer;
            });
    return simulation;
  }

  private List<String> missing() {
    return simulation.events(AgentEvent.ToolsMissing.class).stream()
        .map(it -> it.source() + ": " + it.reason())
        .toList();
  }

  @Test
  void aSourceThatTakesTenSecondsDelaysNothingAndItsToolsWorkAfterwards() {
    ToolSource slow = source("hotels", () -> after(Duration.ofSeconds(10), tool("find", "Ritz")));
    try (Simulation here = simulation(Answer.calls("find", "{}"), tool("own", "own"), slow)) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(5));
      assertEquals(List.of("own"), turns.get(0).tools());
      assertEquals(Duration.ZERO, here.model.session().responses().get(0).at());
      caller.silentFor(Duration.ofSeconds(6)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(6));

      assertEquals(List.of("own", "find"), turns.get(1).tools());
      List<AgentEvent.ToolsReady> ready = here.events(AgentEvent.ToolsReady.class);
      assertEquals(
          List.of(new AgentEvent.ToolsReady("hotels", List.of("find"), Duration.ofSeconds(10))),
          ready);
      assertEquals(
          List.of(ToolOutcome.DONE),
          here.events(AgentEvent.ToolCalled.class).stream()
              .map(AgentEvent.ToolCalled::outcome)
              .toList());
      assertEquals(0, closed.get());
      caller.hangUp().untilIdle();
      assertEquals(1, closed.get());
      assertEquals(List.of(), here.model.session().refused());
    }
  }

  @Test
  void aSourceThatFailsIsNamedAndTheCallGoesOnWithoutIt() {
    ToolSource broken =
        source(
            "cars",
            () -> {
              throw new IllegalStateException("no route to host");
            });
    ToolSource listless = source("flights", List::of);
    ToolSource sound = source("hotels", () -> List.of(tool("find", "Ritz")));
    try (Simulation here =
        simulation(Answer.calls("find", "{}"), tool("own", "own"), broken, listless, sound)) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(6)).hangUp().untilIdle();
      assertEquals(
          List.of(
              "cars: java.lang.IllegalStateException: no route to host",
              "flights: java.lang.IllegalStateException: no list of tools"),
          missing());
      assertEquals(List.of("own", "find"), turns.get(1).tools());
      // One was never open; each of the others was closed once.
      assertEquals(2, opened.get());
      assertEquals(2, closed.get());
    }
  }

  @Test
  void aSourceThatHangsIsInterruptedWhenTheCallIsOver() {
    ToolSource hanging = source("slow", () -> after(Duration.ofMinutes(10), tool("find", "")));
    try (Simulation here = simulation(Answer.nothing(), tool("own", "own"), hanging)) {
      here.call().silentFor(Duration.ofSeconds(5)).hangUp().untilIdle();
      assertEquals(1, interrupted.get());
      assertEquals(0, closed.get());
      assertEquals(List.of(), missing());
    }
  }

  @Test
  void aSourceThatDoesNotOpenIsGivenUpAfterAMinute() {
    ToolSource hanging = source("slow", () -> after(Duration.ofMinutes(10), tool("find", "")));
    try (Simulation here = simulation(Answer.nothing(), tool("own", "own"), hanging)) {
      here.call().silentFor(Duration.ofSeconds(65));
      assertEquals(1, interrupted.get());
      assertEquals(List.of("slow: it was not open after 60 s"), missing());
    }
  }

  @Test
  void aSourceThatOpensAfterTheCallIsClosedThen() {
    ToolSource deaf =
        source(
            "deaf",
            () -> {
              try {
                return after(Duration.ofSeconds(20), tool("find", ""));
              } catch (InterruptedException e) {
                return after(Duration.ofSeconds(15), tool("find", ""));
              }
            });
    try (Simulation here = simulation(Answer.nothing(), tool("own", "own"), deaf)) {
      here.call().silentFor(Duration.ofSeconds(5)).hangUp().untilIdle();
      here.time.advance(Duration.ofSeconds(30));
      assertEquals(1, opened.get());
      assertEquals(1, closed.get());
      assertEquals(List.of(), here.events(AgentEvent.ToolsReady.class));
    }
  }

  @Test
  void aSourceWithTooManyToolsIsCutWithAWordAndANameThatIsTakenGetsTheSourcesInFront() {
    List<Tool> many = new ArrayList<>();
    many.add(tool("own", "theirs"));
    for (int i = 0; i < 10_000; i++) {
      many.add(tool("tool" + i, ""));
    }
    ToolSource flood = source("the flood", () -> many);
    try (Simulation here =
        simulation(Answer.calls("the_flood_own", "{}"), tool("own", "own"), flood)) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(6));
      assertEquals(128, turns.get(1).tools().size());
      assertEquals(List.of("own", "the_flood_own", "tool0"), turns.get(1).tools().subList(0, 3));
      assertEquals(
          List.of("the flood: 9874 of its tools left out, since a session takes 128"), missing());
      assertEquals("theirs", turns.get(2).toolResults().get(0).output());
    }
  }

  @Test
  void aToolThatIsDescribedAtEndlessLengthIsLeftOut() {
    ToolSource wordy =
        source(
            "wordy",
            () ->
                List.of(
                    Tool.ofSchema(
                        "long", "x".repeat(40_000), "{\"type\":\"object\"}", (j, c) -> null),
                    tool("short", "")));
    try (Simulation here = simulation(Answer.nothing(), tool("own", "own"), wordy)) {
      here.call().silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
      here.time.advance(Duration.ofSeconds(3));
      assertEquals(List.of("own", "short"), turns.get(1).tools());
      assertTrue(missing().get(0).contains("1 of its tools left out"), missing()::toString);
    }
  }

  @Test
  void aToolThatTheServiceDoesNotTakeIsLeftOutAndTheOthersStay() {
    ToolSource odd =
        source("odd", () -> List.of(tool("a", ""), tool("bad", ""), tool("c", "fine")));
    try (Simulation here = simulation(Answer.calls("c", "{}"), tool("own", "own"), odd)) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(2));
      here.model.session().suffer(refusal("session.tools[2].parameters"));
      caller.silentFor(Duration.ofSeconds(2)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(4));
      assertEquals(
          List.of("odd: the service does not take its tool bad: It is no schema."), missing());
      assertEquals(List.of("own", "a", "c"), turns.get(1).tools());
      assertEquals("fine", turns.get(2).toolResults().get(0).output());
      assertEquals(List.of(), here.events(AgentEvent.Trouble.class));
    }
  }

  @Test
  void aToolOfTheHostsThatTheServiceDoesNotTakeIsTheHostsToKnow() {
    ToolSource odd = source("odd", () -> List.of(tool("a", "")));
    try (Simulation here = simulation(Answer.nothing(), tool("own", "own"), odd)) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(2));
      here.model.session().suffer(refusal("session.tools[0].parameters"));
      caller.silentFor(Duration.ofSeconds(2));
      assertEquals(List.of(), missing());
      assertEquals("It is no schema.", here.events(AgentEvent.Trouble.class).get(0).message());
    }
  }

  private static Mishap refusal(String param) {
    return new Mishap.Say(
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":\"invalid_value\","
            + "\"message\":\"It is no schema.\",\"param\":\""
            + param
            + "\",\"event_id\":\"update9\"}}");
  }
}
