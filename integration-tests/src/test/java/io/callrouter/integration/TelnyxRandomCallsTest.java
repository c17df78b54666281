package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.TelnyxCallSetup;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.testkit.telnyx.TelnyxCommand;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls in which much goes wrong by chance, at the carrier, on the way and with the caller. The
 * seed is the test's argument; {@code -Dcallrouter.random.calls} has more of them than 25.
 */
class TelnyxRandomCallsTest {
  private static final String SALES = "+14155550122";
  private static final List<String> OPERATIONS =
      List.of(
          "answer",
          "gather_using_speak",
          "streaming_start",
          "dial",
          "bridge",
          "speak",
          "record_start",
          "hangup");
  private static final List<IntFunction<Misbehaviour>> MISBEHAVIOURS =
      List.of(
          chance -> new Misbehaviour.DisturbedWebhooks(chance),
          chance -> new Misbehaviour.RepeatedWebhook(1 + chance % 8, seconds(chance)),
          chance -> new Misbehaviour.LateWebhook(1 + chance % 8, seconds(chance)),
          chance -> new Misbehaviour.LostWebhook(2 + chance % 8),
          chance -> new Misbehaviour.ReorderedWebhooks(List.of(3, 2, 1), seconds(chance)),
          chance -> new Misbehaviour.ForgedWebhook(1 + chance % 8),
          chance -> new Misbehaviour.GarbledWebhook(1 + chance % 8),
          chance -> new Misbehaviour.UnknownInWebhook(1 + chance % 8),
          chance -> new Misbehaviour.SocketNeverOpens(),
          chance -> new Misbehaviour.SilentSocket(),
          chance -> new Misbehaviour.CutInMidMessage(seconds(chance)),
          chance -> new Misbehaviour.SlowReader(Duration.ofMillis(chance % 100)),
          chance -> new Misbehaviour.JitteryMedia(chance, Duration.ofMillis(100)),
          chance -> new Misbehaviour.MissingMedia(chance, 0.2),
          chance -> new Misbehaviour.DisorderedMedia(chance, 0.2),
          chance -> new Misbehaviour.UnknownOnSocket(),
          chance -> new Misbehaviour.StopWithoutClose(),
          chance -> new Misbehaviour.CloseWithoutStop());
  private static final List<IntFunction<RestFault>> FAULTS =
      List.of(
          chance -> RestFault.refusesConnection(),
          chance -> RestFault.silentBefore(),
          chance -> RestFault.silentAfter(),
          chance -> RestFault.resetsBefore(),
          chance -> RestFault.resetsAfter(),
          chance -> RestFault.fails(500 + chance % 5),
          chance -> RestFault.failsAfter(500 + chance % 5),
          chance -> RestFault.rateLimited(seconds(chance)),
          chance -> RestFault.rateLimitedWithRetryAfter(seconds(chance)),
          chance -> RestFault.slowBody(seconds(chance)),
          chance -> RestFault.garbage());

  private static CallRouterBuilder routes(CallRouterBuilder builder) {
    return builder
        .endpoint("echo", context -> Endpoints.echo())
        .route(
            "all",
            Match.to(VirtualOffice.OFFICE),
            flow -> {
              Outcome key = flow.run(Action.gather("One to talk, two for sales.").digits(1));
              if (key.digits().equals("1")) {
                flow.run(Action.connect("echo"));
              } else if (key.digits().equals("2")) {
                flow.run(Action.dial(Target.phone(SALES)));
              } else {
                flow.run(Action.record(Duration.ofSeconds(20)));
              }
              flow.run(Action.say("Goodbye."));
            });
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("callrouter.random.calls", 25));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyLegEndsOnceAndNothingIsDoneTwice(long seed) {
    Random random = new Random(seed);
    try (TelnyxOffice office = new TelnyxOffice(TelnyxRandomCallsTest::routes)) {
      TelnyxCaller caller = call(office, random);
      live(caller, random);
      caller.hangUp().silentFor(Duration.ofMinutes(5));
      assertTrue(caller.isOver());
      assertEquals(
          1,
          office.records.stream()
              .filter(record -> isOf(record.call().carrierId(), caller))
              .count());
      assertEquals(
          office.records.size(),
          office.records.stream().map(record -> record.call().carrierId()).distinct().count());
      assertEquals(List.of(), twice(office.telnyx.commands()));
      assertEquals(0, office.router.activeCalls());
    }
  }

  private static TelnyxCaller call(TelnyxOffice office, Random random) {
    TelnyxCallSetup setup = office.caller();
    for (int i = random.nextInt(4); i > 0; i--) {
      setup.misbehaving(
          MISBEHAVIOURS.get(random.nextInt(MISBEHAVIOURS.size())).apply(random.nextInt(1000)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      office.telnyx.next(
          OPERATIONS.get(random.nextInt(OPERATIONS.size())),
          FAULTS.get(random.nextInt(FAULTS.size())).apply(random.nextInt(1000)));
    }
    switch (random.nextInt(5)) {
      case 0 -> setup.busy(SALES);
      case 1 -> setup.noAnswer(SALES);
      case 2 -> setup.declines(SALES);
      case 3 -> setup.fails(SALES);
      default -> setup.answers(SALES, Duration.ofSeconds(1 + random.nextInt(20)));
    }
    return setup.start();
  }

  private static void live(TelnyxCaller caller, Random random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      caller.silentFor(Duration.ofMillis(random.nextInt(6000)));
      switch (random.nextInt(6)) {
        case 0 -> caller.press(Integer.toString(random.nextInt(4)));
        case 1 -> caller.speak(Tones.samples(100 + random.nextInt(2000)));
        case 2 -> caller.cutMedia();
        case 3 -> caller.silentFor(Duration.ofSeconds(10));
        case 4 -> caller.press("12");
        default -> caller.silentFor(Duration.ofMillis(1));
      }
    }
  }

  private static boolean isOf(String carrierId, TelnyxCaller caller) {
    return carrierId.equals(caller.carrierId());
  }

  /** The commands that had their effect twice although they are the same. */
  private static List<String> twice(List<TelnyxCommand> commands) {
    return commands.stream()
        .filter(TelnyxCommand::isDone)
        .collect(
            Collectors.groupingBy(
                command -> command.name() + " " + command.callControlId() + command.body(),
                Collectors.counting()))
        .entrySet()
        .stream()
        .filter(done -> done.getValue() > 1)
        .map(done -> done.getKey())
        .toList();
  }

  private static Duration seconds(int chance) {
    return Duration.ofMillis(100 + chance * 7L);
  }
}
