package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever ends the media: where the carrier asks, the flow goes on with the right outcome; where
 * it does not, the call ends within five seconds with its own cause.
 */
class MediaEndTest {

  /** The ways in which the media of a call can end. */
  @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
  enum End {
    FINISHES(context -> new OnStart(it -> it.finish("done")), Outcome.Kind.DONE, "done"),
    FAILS(context -> new OnStart(it -> it.fail("no voice")), Outcome.Kind.FAILED, "no voice"),
    THROWS(context -> new OnStart(it -> error()), Outcome.Kind.FAILED, "broken endpoint"),
    FACTORY_THROWS(context -> error(), Outcome.Kind.FAILED, "broken endpoint"),
    THROWS_AT_AUDIO(context -> new ThrowsAtAudio(), Outcome.Kind.FAILED, "broken endpoint"),
    SCRIPT_RETURNS(context -> Endpoints.script(script -> "menu"), Outcome.Kind.DONE, "menu"),
    SCRIPT_THROWS(
        context ->
            Endpoints.script(
                script -> {
                  throw new IllegalStateException("broken endpoint");
                }),
        Outcome.Kind.FAILED,
        "broken endpoint"),
    PLAYER_ENDS(context -> Endpoints.player(Tones.clip(300)), Outcome.Kind.DONE, ""),
    SOCKET_CUT(context -> Endpoints.echo(), Outcome.Kind.FAILED, "1006") {
      @Override
      void happen(TwilioCaller caller) {
        caller.silentFor(Duration.ofSeconds(1)).cutMedia();
      }
    },
    ROUTER_IS_TOLD_TO_GO_ON(context -> Endpoints.echo(), null, "") {
      @Override
      void happen(TwilioCaller caller) {
        caller.silentFor(Duration.ofSeconds(1));
        caller.call().follow("afterwards");
      }
    };

    final EndpointFactory factory;
    final Outcome.Kind kind;
    final String result;

    End(EndpointFactory factory, Outcome.Kind kind, String result) {
      this.factory = factory;
      this.kind = kind;
      this.result = result;
    }

    void happen(TwilioCaller caller) {
      caller.silentFor(Duration.ofSeconds(1));
    }
  }

  private final List<Outcome> outcomes = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void theFlowGoesOnWithTheRightOutcomeWhereTheCarrierAsks(End end) {
    try (VirtualOffice office = office(end)) {
      TwilioCaller caller = office.call();
      end.happen(caller);
      caller.untilIdle();
      assertEquals(List.of("Connect", "Say"), caller.verbs());
      assertEquals(List.of("Goodbye."), caller.heardSpeech());
      assertOutcome(end);
      assertEquals(EndCause.COMPLETED, office.record().cause());
      assertEquals(EndedBy.HOST, office.record().endedBy());
      assertEquals(List.of(), caller.alerts());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCallEndsWithinFiveSecondsWhereTheCarrierDoesNotAsk(End end) {
    try (VirtualOffice office = office(end)) {
      TwilioCaller caller = start(office, TwilioCallSetup::neverAsksAfterMedia);
      end.happen(caller);
      caller.silentFor(Duration.ofSeconds(16)).untilIdle();
      CallRecord record = office.record();
      assertEquals(EndCause.CARRIER_SILENT, record.cause());
      assertEquals(EndedBy.ROUTER, record.endedBy());
      assertTrue(
          Duration.between(record.call().arrivedAt(), record.endedAt()).toMillis() <= 6_100,
          record::toString);
      assertOutcome(end);
      assertEquals(List.of("Connect"), caller.verbs());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHangsUpBeforehandIsNeverAnAccident(End end) {
    try (VirtualOffice office = office(end)) {
      TwilioCaller caller = start(office, TwilioCallSetup::asksAfterHangUp);
      caller.silentFor(Duration.ofMillis(30)).hangUp();
      caller.untilIdle();
      assertEquals(EndCause.COMPLETED, office.record().cause());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FINISHES", "SOCKET_CUT"})
  void aSocketThatNeverOpensIsGivenUpAfterTenSecondsAndTheSilenceAfterFive(End end) {
    assertNeverStarted(
        end, call -> call.misbehaving(new Misbehaviour.SocketNeverOpens()), Duration.ofSeconds(15));
  }

  private void assertNeverStarted(End end, UnaryOperator<TwilioCallSetup> fault, Duration atMost) {
    try (VirtualOffice office = office(end)) {
      TwilioCaller caller = start(office, fault).silentFor(Duration.ofSeconds(30)).untilIdle();
      CallRecord record = office.record();
      assertEquals(EndCause.MEDIA_NOT_STARTED, record.cause());
      assertEquals(EndedBy.ROUTER, record.endedBy());
      assertTrue(
          Duration.between(record.call().arrivedAt(), record.endedAt()).compareTo(atMost) <= 0,
          record::toString);
      caller.hangUp().untilIdle();
      assertEquals(1, office.records.size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FINISHES", "SOCKET_CUT"})
  void aSocketWithoutAStartIsClosedAndTheFlowGoesOn(End end) {
    try (VirtualOffice office = office(end)) {
      TwilioCaller caller =
          start(office, call -> call.misbehaving(new Misbehaviour.SilentSocket()));
      caller.untilIdle();
      assertEquals(List.of("Connect", "Say"), caller.verbs());
      assertEquals(31921, caller.alerts().get(0).code());
      assertTrue(caller.alerts().get(0).text().contains("1008"), caller.alerts()::toString);
      assertEquals(1, outcomes.size());
      assertEquals(Outcome.Kind.FAILED, outcomes.get(0).kind());
    }
  }

  private void assertOutcome(End end) {
    if (end.kind == null) {
      return;
    }
    assertEquals(1, outcomes.size(), outcomes::toString);
    assertEquals(end.kind, outcomes.get(0).kind());
    assertTrue(outcomes.get(0).result().contains(end.result), outcomes.get(0)::result);
  }

  private static TwilioCaller start(VirtualOffice office, UnaryOperator<TwilioCallSetup> fault) {
    return fault.apply(office.caller()).start();
  }

  private VirtualOffice office(End end) {
    return VirtualOffice.of(
        builder ->
            builder
                .endpoint("agent", end.factory)
                .flow("afterwards", flow -> flow.run(Action.say("Goodbye.")))
                .route(
                    "office",
                    Match.any(),
                    flow -> {
                      Outcome outcome = flow.run(Action.connect("agent"));
                      flow.once("outcome", () -> keep(outcome));
                      flow.run(Action.say("Goodbye."));
                    }));
  }

  private String keep(Outcome outcome) {
    outcomes.add(outcome);
    return "kept";
  }

  private static AudioEndpoint error() {
    throw new IllegalStateException("broken endpoint");
  }

  /** An endpoint that does one thing as soon as it may. */
  private record OnStart(Consumer<EndpointContext> deed) implements AudioEndpoint {
    @Override
    public void onStart(EndpointContext context) {
      deed.accept(context);
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}
  }

  private static final class ThrowsAtAudio implements AudioEndpoint {
    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      error();
    }
  }
}
