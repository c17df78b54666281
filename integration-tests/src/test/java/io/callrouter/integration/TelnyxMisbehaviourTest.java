package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong at Telnyx or on the way from it, a call ends and leaves one record. */
class TelnyxMisbehaviourTest {
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  private final TelnyxOffice office = new TelnyxOffice(TelnyxMisbehaviourTest::routes);

  private static CallRouterBuilder routes(CallRouterBuilder builder) {
    return builder
        .endpoint("echo", context -> Endpoints.echo())
        .route(
            "all",
            Match.to(VirtualOffice.OFFICE),
            flow -> {
              flow.run(Action.gather("Press one.").digits(1));
              flow.run(Action.connect("echo"));
              flow.run(Action.say("Goodbye."));
            });
  }

  static Stream<Misbehaviour> misbehaviours() {
    Stream<Misbehaviour> ofWebhooks =
        IntStream.rangeClosed(1, 6)
            .boxed()
            .flatMap(
                number ->
                    Stream.of(
                        new Misbehaviour.RepeatedWebhook(number, A_WHILE),
                        new Misbehaviour.LateWebhook(number, A_WHILE),
                        new Misbehaviour.ForgedWebhook(number),
                        new Misbehaviour.GarbledWebhook(number),
                        new Misbehaviour.UnknownInWebhook(number)));
    Stream<Misbehaviour> lost = IntStream.rangeClosed(2, 7).mapToObj(Misbehaviour.LostWebhook::new);
    Stream<Misbehaviour> others =
        Stream.of(
            new Misbehaviour.ReorderedWebhooks(List.of(3, 2, 1), A_WHILE),
            new Misbehaviour.ReorderedWebhooks(List.of(5, 4), A_WHILE),
            new Misbehaviour.SocketNeverOpens(),
            new Misbehaviour.SilentSocket(),
            new Misbehaviour.CutInMidMessage(Duration.ofMillis(700)),
            new Misbehaviour.SlowReader(Duration.ofMillis(50)),
            new Misbehaviour.JitteryMedia(1, Duration.ofMillis(80)),
            new Misbehaviour.MissingMedia(1, 0.1),
            new Misbehaviour.DisorderedMedia(1, 0.1),
            new Misbehaviour.UnknownOnSocket(),
            new Misbehaviour.StopWithoutClose(),
            new Misbehaviour.CloseWithoutStop());
    return Stream.of(ofWebhooks, lost, others).flatMap(all -> all);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @MethodSource("misbehaviours")
  void theCallEndsOnceAndTheNextOneIsSound(Misbehaviour how) {
    TelnyxCaller caller = office.caller().misbehaving(how).start();
    caller.press("1").silentFor(Duration.ofSeconds(5));
    caller.speak(Tones.samples(500)).silentFor(A_WHILE);
    caller.hangUp().silentFor(Duration.ofMinutes(5)).untilIdle();
    assertEquals(1, office.records.size(), () -> caller.events().toString());
    assertEquals(caller.carrierId(), office.records.get(0).call().carrierId());

    TelnyxCaller next = office.caller().start();
    next.press("1").untilIdle();
    next.hangUp().untilIdle();
    assertEquals(2, office.records.size());
    assertEquals(List.of(), next.alerts());
  }
}
