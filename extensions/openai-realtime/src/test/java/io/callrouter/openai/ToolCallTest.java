package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ClientMessage;
import io.callrouter.testkit.openai.ConversationItem;
import io.callrouter.testkit.openai.Mishap;
import io.callrouter.testkit.openai.ModelResponse;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.openai.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolCallTest {
  record Place(String city, int guests) {}

  private final List<Turn> turns = new CopyOnWriteArrayList<>();

  /** Calls these once, when the caller has spoken first, and says what they gave. */
  private Answer calling(Turn turn, Answer calls) {
    turns.add(turn);
    if (!turn.toolResults().isEmpty()) {
      return Answer.says("It says " + turn.toolResults().get(0).output());
    }
    return turns.size() == 1 ? calls : Answer.says("Mhm.", Duration.ofSeconds(1));
  }

  private Simulation simulation(Answer calls, Tool... tools) {
    Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.tools(tools).greeting(null));
    simulation.model.firstOutput(Duration.ofMillis(100)).answering(turn -> calling(turn, calls));
    return simulation;
  }

  /** A tool that takes so long, in virtual time. */
  private static Tool slow(AtomicReference<Simulation> simulation, Duration takes, Object result) {
    return Tool.ofSchema(
        "slow",
        "Takes its time.",
        "{\"type\":\"object\"}",
        (json, context) -> {
          pause(simulation.get(), takes);
          return result;
        });
  }

  private static void pause(Simulation simulation, Duration length) throws InterruptedException {
    try {
      simulation.time.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      // That was the pause.
    }
  }

  private static List<ToolOutcome> outcomes(Simulation simulation) {
    return simulation.events(AgentEvent.ToolCalled.class).stream()
        .map(AgentEvent.ToolCalled::outcome)
        .toList();
  }

  private static List<ClientMessage> outputs(SimulatedSession session) {
    return session.received().stream()
        .filter(it -> it.json().contains("function_call_output"))
        .toList();
  }

  private static long asked(SimulatedSession session) {
    return session.received().stream().filter(it -> it.type().equals("response.create")).count();
  }

  private static List<String> said(Simulation simulation) {
    return simulation.events(AgentEvent.AgentSaid.class).stream()
        .map(AgentEvent.AgentSaid::text)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void theModelIsToldOfAToolCallsItAndIsAskedOnceForWhatFollows(Simulation.Carrier carrier) {
    List<Place> places = new ArrayList<>();
    Tool search =
        Tool.of(
            "search",
            "Finds hotels.",
            Place.class,
            (place, context) -> {
              places.add(place);
              return List.of("Ritz", context.call().facts().to());
            });
    try (Simulation simulation = new Simulation(carrier, it -> it.tools(search).greeting(null))) {
      Answer calls = Answer.calls("search", "{\"city\":\"Rome\",\"guests\":2}");
      simulation.model.answering(turn -> calling(turn, calls));
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(6));
      SimulatedSession session = simulation.model.session();

      assertEquals(List.of(new Place("Rome", 2)), places);
      assertEquals(List.of("search"), turns.get(0).tools());
      assertEquals(
          List.of("It says [\"Ritz\",\"+14155550100\"]"), said(simulation), turns::toString);
      assertEquals(1, asked(session));
      assertEquals(List.of(), session.refused());
      assertEquals(List.of(ToolOutcome.DONE), outcomes(simulation));
    }
  }

  @Test
  void twoCallsOfOneAnswerRunAtOnceAndAreAnsweredTogether() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofSeconds(3), "slowly");
    Tool broken =
        Tool.ofSchema(
            "broken",
            "Fails.",
            "{\"type\":\"object\"}",
            (json, context) -> {
              throw new IllegalStateException("the hotel is closed");
            });
    Answer both = Answer.calls("slow", "{}").then(Answer.calls("broken", "{}"));
    try (Simulation simulation = simulation(both, slow, broken)) {
      here.set(simulation);
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(8));
      SimulatedSession session = simulation.model.session();

      assertEquals(List.of(ToolOutcome.FAILED, ToolOutcome.DONE), outcomes(simulation));
      assertEquals(
          List.of("{\"error\":\"the hotel is closed\"}", "slowly"),
          turns.get(1).toolResults().stream().map(Turn.ToolResult::output).toList());
      assertEquals(1, asked(session));
      assertEquals(2, session.responses().size());
    }
  }

  @Test
  void theConversationGoesOnDuringAToolOfTwoMinutes() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofMinutes(2), "at last").timeout(Duration.ofMinutes(3));
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(20));
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(20));
      assertEquals(List.of("Mhm."), said(simulation));
      caller.silentFor(Duration.ofSeconds(100));
      assertEquals(List.of("Mhm.", "It says at last"), said(simulation));
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  @Test
  void aResultThatComesWhileTheCallerSpeaksWaitsForHimAndIsAnsweredWithWhatHeSaid() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofSeconds(3), "found");
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofMillis(2500));
      caller.speak(Voice.vowel(4000)).untilIdle();
      SimulatedSession session = simulation.model.session();

      // What the service answered by itself saw the result: nobody asks for it a second time.
      assertEquals(1, outputs(session).size());
      assertEquals(0, asked(session), () -> session.responses().toString());
      assertEquals(List.of("It says found"), said(simulation));
      assertEquals(
          List.of(Turn.Cause.SPEECH, Turn.Cause.SPEECH),
          session.responses().stream().map(ModelResponse::cause).toList());
    }
  }

  @Test
  void aResultThatComesWhileTheModelAnswersSomethingElseIsToldAfterThat() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofSeconds(3), "found");
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      simulation.model.firstOutput(Duration.ofSeconds(2));
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(4));
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(12));
      assertEquals(List.of("Mhm.", "It says found"), said(simulation));
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  @Test
  void aResultThatCrossesAnAnswerOnTheWayIsToldAfterThat() {
    CompletableFuture<Object> promise = new CompletableFuture<>();
    Tool promising =
        Tool.ofSchema(
            "promising", "Promises.", "{\"type\":\"object\"}", (json, context) -> promise);
    try (Simulation simulation = simulation(Answer.calls("promising", "{}"), promising)) {
      simulation.model.latency(Duration.ofMillis(200));
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(4));
      SimulatedSession session = simulation.model.session();
      caller.speak(Voice.vowel(800));
      assertTrue(caller.until(() -> session.responses().size() == 2, Duration.ofSeconds(4)));
      // The service has begun to answer, and the agent has not heard of it yet.
      promise.complete("found");
      caller.silentFor(Duration.ofSeconds(8));

      assertEquals(List.of("Mhm.", "It says found"), said(simulation));
      assertEquals(1, asked(session));
      assertEquals(List.of(), session.refused());
    }
  }

  @Test
  void aCallOfAnAnswerThatWasCutShortIsNotRun() {
    AtomicInteger runs = new AtomicInteger();
    Tool book =
        Tool.ofSchema(
            "book", "Books.", "{\"type\":\"object\"}", (json, context) -> runs.incrementAndGet());
    String longArguments = "{\"remark\":\"" + "x".repeat(3000) + "\"}";
    try (Simulation simulation = simulation(Answer.calls("book", longArguments), book)) {
      SimulatedCaller caller = simulation.call();
      // It takes the model 2.5 s to write that, and the caller speaks again before.
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofMillis(1500));
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(5));
      SimulatedSession session = simulation.model.session();

      assertEquals("cancelled", session.responses().get(0).status());
      assertEquals(0, runs.get());
      assertEquals(List.of(), outcomes(simulation));
      assertEquals(List.of("Mhm."), said(simulation));
    }
  }

  @Test
  void aCallerWhoHangsUpEndsTheToolAndNothingMoreIsSent() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    AtomicInteger interrupts = new AtomicInteger();
    CompletableFuture<Object> promise = new CompletableFuture<>();
    Tool blocking =
        Tool.ofSchema(
            "blocking",
            "Blocks.",
            "{\"type\":\"object\"}",
            (json, context) -> {
              try {
                pause(here.get(), Duration.ofSeconds(25));
              } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw e;
              }
              return "never";
            });
    Tool promising =
        Tool.ofSchema(
            "promising", "Promises.", "{\"type\":\"object\"}", (json, context) -> promise);
    Answer both = Answer.calls("blocking", "{}").then(Answer.calls("promising", "{}"));
    try (Simulation simulation = simulation(both, blocking, promising)) {
      here.set(simulation);
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(3));
      assertFalse(promise.isDone());
      caller.hangUp().untilIdle();

      assertEquals(1, interrupts.get());
      assertTrue(promise.isCancelled());
      assertEquals(List.of(ToolOutcome.CANCELLED, ToolOutcome.CANCELLED), outcomes(simulation));
      assertEquals(List.of(), outputs(simulation.model.session()));
      assertEquals(0, simulation.model.openSessions());
    }
  }

  @Test
  void aToolThatTakesTooLongIsInterruptedAndTheModelIsTold() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofMinutes(1), "never").timeout(Duration.ofSeconds(5));
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(15));
      assertEquals(List.of(ToolOutcome.TIMED_OUT), outcomes(simulation));
      assertEquals(
          List.of("It says {\"error\":\"the tool took longer than 5000 ms\"}"), said(simulation));
    }
  }

  @Test
  void argumentsThatCannotBeReadAreToldTheModelAndNotTheTool() {
    AtomicInteger runs = new AtomicInteger();
    Tool search =
        Tool.of("search", "Finds.", Place.class, (place, context) -> runs.incrementAndGet());
    try (Simulation simulation =
        simulation(Answer.calls("search", "{\"city\":\"Rome\",\"gue"), search)) {
      simulation.call().speak(Voice.vowel(800)).untilIdle();
      assertEquals(0, runs.get());
      assertEquals(List.of(ToolOutcome.FAILED), outcomes(simulation));
      String output = turns.get(1).toolResults().get(0).output();
      assertTrue(output.startsWith("{\"error\":\"the arguments are no JSON"), output);
    }
  }

  @Test
  void aToolThatThereIsNotIsAnErrorThatTheModelCanSpeakAbout() {
    try (Simulation simulation = simulation(Answer.calls("nothing", "{}"))) {
      simulation.call().speak(Voice.vowel(800)).untilIdle();
      assertEquals(List.of(ToolOutcome.UNKNOWN), outcomes(simulation));
      assertEquals(List.of("It says {\"error\":\"there is no such tool\"}"), said(simulation));
    }
  }

  @Test
  void aResultThatIsTooLongIsCutWithAWord() {
    Tool chatty =
        Tool.ofSchema(
            "chatty",
            "Says much.",
            "{\"type\":\"object\"}",
            (json, context) -> CompletableFuture.completedStage("y".repeat(20_000)));
    try (Simulation simulation = simulation(Answer.calls("chatty", "{}"), chatty)) {
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(4));
      String output = turns.get(1).toolResults().get(0).output();
      assertTrue(output.startsWith("y".repeat(16_000) + "... (cut: "), output);
      assertTrue(output.contains("20000 characters"), output);
      assertTrue(output.length() < 16_200, output);
    }
  }

  @Test
  void beforeASlowToolTheCallerIsToldOnce() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofSeconds(6), "found").acknowledgement("One moment.");
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(12));

      assertEquals(List.of("Mhm.", "It says found"), said(simulation));
      assertTrue(turns.get(1).ownInstructions());
      assertTrue(turns.get(1).instructions().contains("One moment."));
      SimulatedSession session = simulation.model.session();
      Duration called = session.responses().get(0).at();
      Duration acknowledged = session.responses().get(1).at();
      long after = acknowledged.minus(called).toMillis();
      assertTrue(after >= 800 && after < 900, "the model took 100 ms, then 700: " + after);
    }
  }

  @Test
  void nobodyIsToldOfAQuickToolNorOfOneThatTheModelHasAnnouncedItself() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    Tool slow = slow(here, Duration.ofSeconds(2), "found").acknowledgement("One moment.");
    Tool quick =
        Tool.ofSchema("quick", "Is quick.", "{\"type\":\"object\"}", (json, context) -> "quick")
            .acknowledgement("One moment.");
    Answer announced =
        Answer.says("Let me see.", Duration.ofSeconds(3)).then(Answer.calls("slow", "{}"));
    for (Answer answer : List.of(announced, Answer.calls("quick", "{}"))) {
      turns.clear();
      try (Simulation simulation = simulation(answer, slow, quick)) {
        here.set(simulation);
        simulation.call().speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(15));
        assertEquals(2, turns.size(), turns::toString);
        assertEquals(List.of(ToolOutcome.DONE), outcomes(simulation));
      }
    }
  }

  @Test
  void aResultThatComesInAnotherSessionHasItsPlaceThere() {
    AtomicReference<Simulation> here = new AtomicReference<>();
    AtomicInteger runs = new AtomicInteger();
    Tool slow =
        Tool.ofSchema(
            "slow",
            "Takes its time.",
            "{\"type\":\"object\"}",
            (json, context) -> {
              runs.incrementAndGet();
              pause(here.get(), Duration.ofSeconds(6));
              return "found";
            });
    try (Simulation simulation = simulation(Answer.calls("slow", "{}"), slow)) {
      here.set(simulation);
      SimulatedCaller caller = simulation.call();
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(4));
      simulation.model.session().suffer(new Mishap.Cut());
      caller.silentFor(Duration.ofSeconds(10));

      assertEquals(2, simulation.model.sessions().size());
      assertEquals(1, runs.get());
      assertEquals(List.of(), simulation.model.session().refused());
      assertEquals(List.of("It says found"), said(simulation));
      assertEquals(
          List.of("function_call", "function_call_output"),
          simulation.model.session().conversation().stream()
              .map(ConversationItem::type)
              .filter(it -> it.startsWith("function"))
              .toList());
    }
  }
}
