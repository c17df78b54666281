package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.codec.WavAudio;
import io.callrouter.media.AudioClip;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ConversationItem;
import io.callrouter.testkit.openai.Mishap;
import io.callrouter.testkit.openai.Moment;
import io.callrouter.testkit.openai.SessionPlan;
import io.callrouter.testkit.openai.SimulatedSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionGuardTest {
  /** What the model takes to answer at its slowest, and the pause that ends a turn. */
  private static final int ANSWER_MS = 1300;

  private static final int LEFT_ALONE_MS = 2000;

  @TempDir static Path directory;

  static Stream<Moment> steps() {
    List<Moment> steps = new ArrayList<>();
    steps.add(Moment.before("session.created"));
    steps.add(Moment.after("session.created"));
    steps.add(Moment.on("session.update"));
    steps.add(Moment.before("session.updated"));
    steps.add(Moment.after("session.updated"));
    for (int turn = 1; turn <= 3; turn++) {
      steps.add(Moment.before("response.created").nth(turn));
      steps.add(Moment.after("response.created").nth(turn));
      steps.add(Moment.after("response.output_item.added").nth(turn));
      steps.add(Moment.after("conversation.item.added").nth(turn));
      steps.add(Moment.after("response.output_audio_transcript.delta").nth(turn));
      steps.add(Moment.after("response.output_audio.delta").nth(3 * turn));
      steps.add(Moment.before("response.output_audio.done").nth(turn));
      steps.add(Moment.before("response.output_item.done").nth(turn));
      steps.add(Moment.before("response.done").nth(turn));
      steps.add(Moment.after("response.done").nth(turn));
    }
    steps.add(Moment.on("response.create"));
    steps.add(Moment.on("input_audio_buffer.append"));
    steps.add(Moment.on("input_audio_buffer.append").nth(100));
    for (int turn = 1; turn <= 2; turn++) {
      steps.add(Moment.before("input_audio_buffer.speech_started").nth(turn));
      steps.add(Moment.after("input_audio_buffer.speech_started").nth(turn));
      steps.add(Moment.before("input_audio_buffer.speech_stopped").nth(turn));
      steps.add(Moment.after("input_audio_buffer.speech_stopped").nth(turn));
      steps.add(Moment.after("input_audio_buffer.committed").nth(turn));
    }
    return steps.stream();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aSocketThatBreaksAtAnyStepLeavesNobodyAlone(Moment step) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.next(SessionPlan.sound().at(step, new Mishap.Cut()));
      SimulatedCaller caller = simulation.call();
      List<Integer> owed = twoTurns(caller);
      caller.hangUp().untilIdle();
      assertEquals(2, simulation.model.sessions().size(), "the step was met once");
      assertSpokenTo(caller, owed);
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(0, simulation.model.openSessions());
      simulation.model.sessions().forEach(it -> assertEquals(List.of(), it.refused()));
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void whereNoOtherSessionIsToBeHadTheFlowGoesOn(Moment step) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.next(SessionPlan.sound().at(step, new Mishap.Close(1011, "out of order")));
      SimulatedCaller caller = simulation.call();
      simulation.refuseFurtherSessions();
      twoTurns(caller);
      caller.untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      assertEquals(List.of("Goodbye."), caller.heardSpeech());
      assertEquals(0, simulation.model.openSessions());
    }
  }

  @Test
  void whereThereIsAnApologyItIsHeardBeforeTheFlowGoesOn() throws IOException {
    AudioClip sorry = apology();
    try (Simulation simulation =
        new Simulation(Simulation.Carrier.TWILIO, it -> it.apology(sorry))) {
      simulation.model.next(
          SessionPlan.sound().at(Moment.after("response.created"), new Mishap.Cut()));
      simulation.refuseFurtherSessions();
      SimulatedCaller caller = simulation.call();
      caller.untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      assertEquals(List.of("Goodbye."), caller.heardSpeech());
      int apology = loudMs(Voice.vowel(900));
      assertEquals(apology, loudMs(caller.heard()), apology / 20.0, "the apology was heard");
    }
  }

  private static AudioClip apology() throws IOException {
    Path file = directory.resolve("sorry.wav");
    new WavAudio(8000, 1, Voice.vowel(900)).write(file);
    return AudioClip.fromWav(file);
  }

  private static int loudMs(short[] heard) {
    int loud = 0;
    for (short sample : heard) {
      loud += Math.abs(sample) > 300 ? 1 : 0;
    }
    return loud / 8;
  }

  @Test
  void aSessionIsRenewedBetweenTurnsBeforeItExpiresAndKnowsWhatWasSaid() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.sessionLength(Duration.ofSeconds(100)).transcribing(it -> "I want a room.");
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(5));
      for (int turn = 0; turn < 16; turn++) {
        caller.speak(Voice.vowel(1200)).silentFor(Duration.ofSeconds(24));
      }
      caller.hangUp().untilIdle();
      assertEquals(List.of(), simulation.events(AgentEvent.Trouble.class));
      assertEquals(17, simulation.events(AgentEvent.AgentSaid.class).size());
      List<SimulatedSession> sessions = simulation.model.sessions();
      assertTrue(sessions.size() >= 5, () -> sessions.size() + " sessions");
      sessions.forEach(it -> assertTrue(it.isClosedByClient(), "none expired"));
      List<ConversationItem> known = sessions.get(1).conversation();
      assertEquals("Hello, this is the simulated model.", known.get(0).text());
      assertEquals("I want a room.", known.get(1).text());
      assertEquals("assistant user", known.get(0).role() + " " + known.get(1).role());
    }
  }

  @Test
  void aSessionThatLastsAMinuteIsRenewedOnceAMinute() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.sessionLength(Duration.ofMinutes(1));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMinutes(3));
      assertEquals(List.of(), simulation.events(AgentEvent.Trouble.class));
      assertEquals(4, simulation.model.sessions().size());
    }
  }

  @Test
  void aSessionInWhichNeverIsAPauseIsRenewedAtTheLastMoment() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation
          .model
          .sessionLength(Duration.ofSeconds(120))
          .answering(turn -> Answer.says("Without end.", Duration.ofSeconds(20)));
      SimulatedCaller caller = simulation.call();
      for (int turn = 0; turn < 20; turn++) {
        caller.speak(Voice.vowel(1200)).silentFor(Duration.ofSeconds(6));
      }
      assertEquals(List.of(), simulation.events(AgentEvent.Trouble.class));
      assertEquals(2, simulation.model.sessions().size());
    }
  }

  static Stream<Mishap> deaths() {
    return Stream.of(new Mishap.FallSilent(), new Mishap.Freeze());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aServiceThatSaysNothingMoreInTheMiddleOfAnAnswerIsLeft(Mishap death) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.next(SessionPlan.sound().at(Moment.after("response.created").nth(2), death));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(5));
      caller.speak(Voice.vowel(1200)).silentFor(Duration.ofSeconds(20));
      assertEquals(2, simulation.model.sessions().size());
      assertEquals(2, Voice.heardIn(caller.heard()).size(), "greeting and answer");
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aServiceThatIsDeadWhileNobodySpeaksIsNoticed(Mishap death) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(5));
      simulation.model.session().suffer(death);
      caller.silentFor(Duration.ofSeconds(20));
      assertEquals(2, simulation.model.sessions().size());
      caller.speak(Voice.vowel(1200)).silentFor(Duration.ofSeconds(5));
      assertEquals(2, Voice.heardIn(caller.heard()).size(), "greeting and answer");
    }
  }

  @Test
  void aServiceThatIsAliveButHasNothingToSayIsKept() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofMinutes(3));
      assertEquals(1, simulation.model.sessions().size());
      assertEquals(List.of(), simulation.model.session().refused());
    }
  }

  static Stream<Answer> failures() {
    return Stream.of(
        Answer.fails("server_error", "The server had an error."), Answer.rateLimited());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anAnswerThatFailsIsAskedForOnceMore(Answer failure) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.answering(
          turn -> turn.number() == 2 ? failure : Answer.says("All is well."));
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(4));
      caller.speak(Voice.vowel(1200));
      int since = caller.heard().length / 8;
      caller.silentFor(Duration.ofSeconds(6));
      assertSpokenTo(caller, List.of(since));
      assertEquals(1, simulation.model.sessions().size());
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aModelThatFailsAgainAndAgainIsLeft(Answer failure) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.answering(turn -> failure);
      SimulatedCaller caller = simulation.call();
      caller.silentFor(Duration.ofSeconds(4)).untilIdle();
      assertEquals(List.of(Outcome.Kind.FAILED), simulation.kindsOfOutcome());
      assertTrue(Duration.ofMillis(caller.heard().length / 8).toSeconds() < 8);
    }
  }

  @Test
  void anAccountWithoutCreditIsNamedAndNotAskedAgain() {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      simulation.model.answering(turn -> Answer.fails("insufficient_quota", "Pay first."));
      simulation.call().untilIdle();
      AgentEvent.Trouble trouble = simulation.events(AgentEvent.Trouble.class).get(0);
      assertEquals("insufficient_quota", trouble.code());
      assertTrue(trouble.fatal() && trouble.message().contains("Pay first."), trouble::toString);
      assertEquals(1, simulation.model.session().responses().size());
    }
  }

  /** Two turns of the caller's; says from when on an answer is owed, in ms of the call. */
  private static List<Integer> twoTurns(SimulatedCaller caller) {
    List<Integer> owed = new ArrayList<>();
    caller.silentFor(Duration.ofSeconds(4));
    for (int turn = 0; turn < 2; turn++) {
      if (!caller.isOver()) {
        caller.speak(Voice.vowel(1200));
        owed.add(caller.heard().length / 8);
        caller.silentFor(Duration.ofSeconds(5));
      }
    }
    return owed;
  }

  private static void assertSpokenTo(SimulatedCaller caller, List<Integer> owed) {
    List<Voice.Heard> heard = Voice.heardIn(caller.heard());
    assertTrue(heard.get(0).fromMs() <= ANSWER_MS + LEFT_ALONE_MS, heard::toString);
    for (int since : owed) {
      assertTrue(
          heard.stream()
              .anyMatch(
                  it -> it.toMs() > since && it.fromMs() <= since + ANSWER_MS + LEFT_ALONE_MS),
          () -> "nothing within 2 s of " + since + " in " + heard);
    }
  }
}
