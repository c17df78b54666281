package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Turn;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerLookupTest {
  record Customer(String name, LocalDate arrives) {}

  private static final String KNOWN = "{\"name\":\"Ann\",\"arrives\":\"2026-03-01\"}";

  private final List<Turn> turns = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Simulation simulation;

  private Simulation simulation(Duration takes, @Nullable Customer known) {
    PhoneSessions<Customer> sessions =
        (number, call) -> {
          asked.add(number);
          pause(takes);
          return known;
        };
    return simulation(sessions);
  }

  private Simulation simulation(PhoneSessions<Customer> sessions) {
    simulation =
        new Simulation(
            Simulation.Carrier.TWILIO,
            it -> it.instructions("Be kind.").greeting("Greet.").phoneSessions(sessions));
    simulation
        .model
        .firstOutput(Duration.ofMillis(100))
        .answering(
            turn -> {
              turns.add(turn);
              if (!turn.toolResults().isEmpty()) {
                return Answer.says("Yes.");
              }
              return turn.heard() == null
                  ? Answer.says("Hello.")
                  : Answer.calls("get_phone_session", "{}");
            });
    return simulation;
  }

  private void pause(Duration length) throws InterruptedException {
    try {
      simulation.time.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      // That was the pause.
    }
  }

  private String instructions() {
    return simulation.model.session().settings();
  }

  /** How much later than it could the greeting was asked for. */
  private Duration greeted() {
    return simulation.model.session().responses().get(0).at();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300})
  void whatIsKnownIsThereBeforeTheGreeting(long takesMs) {
    try (Simulation here =
        simulation(Duration.ofMillis(takesMs), new Customer("Ann", LocalDate.of(2026, 3, 1)))) {
      here.call().silentFor(Duration.ofSeconds(3));
      assertEquals(List.of("+14155550177"), asked);
      assertTrue(greeted().toMillis() <= takesMs, greeted()::toString);
      assertEquals("Greet.", turns.get(0).instructions());
      assertTrue(instructions().contains("Be kind."), instructions());
      assertTrue(instructions().contains(KNOWN.replace("\"", "\\\"")), instructions());
      assertEquals(1, here.model.session().responses().size());
    }
  }

  @Test
  void theGreetingWaitsForHalfASecondAndWhatComesLaterIsToldThen() {
    try (Simulation here =
        simulation(Duration.ofSeconds(3), new Customer("Ann", LocalDate.of(2026, 3, 1)))) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(2));
      assertEquals(1, here.model.session().responses().size());
      assertTrue(greeted().toMillis() >= 400 && greeted().toMillis() <= 500, greeted()::toString);
      assertFalse(instructions().contains("Ann"), instructions());
      caller.silentFor(Duration.ofSeconds(2));
      assertTrue(instructions().contains("Ann"), instructions());
      assertEquals(1, here.model.session().responses().size());
      assertEquals(List.of(), here.model.session().refused());
    }
  }

  @Test
  void aCallerWhoIsNotKnownIsSaidToBe() {
    try (Simulation here = simulation(Duration.ZERO, null)) {
      here.call().silentFor(Duration.ofSeconds(2));
      assertTrue(instructions().contains("Nothing is known about this caller."), instructions());
    }
  }

  @Test
  void aLookUpThatFailsIsToldAndTheConversationGoesOn() {
    PhoneSessions<Customer> broken =
        (number, call) -> {
          throw new IllegalStateException("no customer for " + number);
        };
    try (Simulation here = simulation(broken)) {
      here.call().silentFor(Duration.ofSeconds(2));
      assertEquals(1, here.events(AgentEvent.AgentSaid.class).size());
      List<AgentEvent.Trouble> troubles = here.events(AgentEvent.Trouble.class);
      assertEquals("phone-session", troubles.get(0).code());
      assertFalse(troubles.get(0).message().contains("555"), troubles::toString);
      assertFalse(instructions().contains("555"), instructions());
    }
  }

  @Test
  void theModelMayAskAgain() {
    try (Simulation here =
        simulation(Duration.ZERO, new Customer("Ann", LocalDate.of(2026, 3, 1)))) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(6));
      assertEquals(2, asked.size());
      assertEquals(KNOWN, turns.get(2).toolResults().get(0).output());
    }
  }

  @Test
  void aLookUpThatHangsEndsWithTheCall() {
    List<String> ends = new CopyOnWriteArrayList<>();
    PhoneSessions<Customer> hanging =
        (number, call) -> {
          try {
            pause(Duration.ofHours(1));
          } finally {
            ends.add("over");
          }
          return null;
        };
    try (Simulation here = simulation(hanging)) {
      here.call().silentFor(Duration.ofSeconds(2)).hangUp().untilIdle();
      assertEquals(List.of("over"), ends);
      assertEquals(List.of(), here.events(AgentEvent.Trouble.class));
    }
  }
}
