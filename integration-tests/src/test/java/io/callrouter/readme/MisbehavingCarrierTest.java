package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.Metric;
import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Script;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What docs/testing.md says of a carrier that misbehaves: its code is run here, and its table is
 * what came of one call after another on either carrier.
 */
class MisbehavingCarrierTest {
  private static final String BEGIN =
      "<!-- misbehaviours, as MisbehavingCarrierTest makes them -->\n";
  private static final String END = "<!-- /misbehaviours -->";
  private static final String SOUND = "gather done, connect done, say done";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final List<Row> ROWS =
      List.of(
          row("the second webhook comes again", new Misbehaviour.RepeatedWebhook(2, SECOND)),
          row("the second webhook comes late", new Misbehaviour.LateWebhook(2, SECOND)),
          row("the second webhook never comes", new Misbehaviour.LostWebhook(2)),
          row(
              "webhooks 4 and 5 change places",
              new Misbehaviour.ReorderedWebhooks(List.of(5, 4), SECOND)),
          row("late, repeated, disordered, by a seed", new Misbehaviour.DisturbedWebhooks(7)),
          row("a forged copy comes before the second", new Misbehaviour.ForgedWebhook(2)),
          row("one that makes no sense comes before it", new Misbehaviour.GarbledWebhook(2)),
          row("fields or events nobody knows", new Misbehaviour.UnknownInWebhook(2)),
          row("the media socket is never opened", new Misbehaviour.SocketNeverOpens()),
          row("it is opened, and stays silent", new Misbehaviour.SilentSocket()),
          row(
              "it breaks off after 700 ms",
              new Misbehaviour.CutInMidMessage(Duration.ofMillis(700))),
          early("the caller hangs up: a close, no stop", new Misbehaviour.CloseWithoutStop()),
          early("the caller hangs up: a stop, no close", new Misbehaviour.StopWithoutClose()),
          row(
              "each message takes 50 ms to read",
              new Misbehaviour.SlowReader(Duration.ofMillis(50))),
          row(
              "audio comes up to 80 ms late",
              new Misbehaviour.JitteryMedia(1, Duration.ofMillis(80))),
          row("a tenth of the audio is lost", new Misbehaviour.MissingMedia(1, 0.1)),
          row("a tenth of it in disorder", new Misbehaviour.DisorderedMedia(1, 0.1)),
          row("messages nobody knows on the socket", new Misbehaviour.UnknownOnSocket()));

  /**
   * One way to misbehave.
   *
   * @param early whether the caller hangs up while he hears the echo
   */
  private record Row(String does, Misbehaviour how, boolean early) {}

  private static Row row(String does, Misbehaviour how) {
    return new Row(does, how, false);
  }

  private static Row early(String does, Misbehaviour how) {
    return new Row(does, how, true);
  }

  private static CallRouterBuilder office() {
    return CallRouter.builder()
        .endpoint("echo", context -> Endpoints.script(MisbehavingCarrierTest::echo))
        .route(
            "office",
            Match.any(),
            flow -> {
              flow.run(Action.gather("To hear yourself, press one.").digits(1));
              flow.run(Action.connect("echo"));
              flow.run(Action.say("Goodbye."));
            });
  }

  private static String echo(Script script) throws InterruptedException {
    script.echo(Duration.ofSeconds(10));
    return "echoed";
  }

  @Test
  void whatGoesWrongOnTheWayCostsNoCallItsEndAndNoRecord() {
    List<CallRecord> records = new ArrayList<>();
    short[] speech = new short[8000];
    Arrays.fill(speech, (short) 1000);
    Timekeeper time = Timekeeper.manual();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    CallRouter router = twilio.prepare(office()).recordSink("test", records::add).build();
    twilio.attach(router);

    var caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(new Misbehaviour.DisturbedWebhooks(7)) // late, twice and in disorder
            .misbehaving(new Misbehaviour.MissingMedia(7, 0.1)) // a tenth of the frames is lost
            .misbehaving(new Misbehaviour.CutInMidMessage(Duration.ofSeconds(2)))
            .start();
    caller.press("1").speak(speech).untilIdle();
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals(List.of("Gather", "Connect", "Say"), caller.verbs());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(1, records.size());

    router.close();
    time.close();
  }

  @Test
  void theTableIsWhatCameOfEachMisbehaviour() throws Exception {
    String page = Files.readString(Path.of("../docs/testing.md"));
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertTrue(begin >= 0 && end > begin, "docs/testing.md has no table of misbehaviours");
    assertEquals(table(), page.substring(begin + BEGIN.length(), end), "replace it by this one");
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    table.append("| `Misbehaviour` | what it does | on Twilio | on Telnyx |\n");
    table.append("| --- | --- | --- | --- |\n");
    List<Metric> twilio = sound(SimulatedTwilio::create);
    List<Metric> telnyx = sound(SimulatedTelnyx::create);
    for (Row row : ROWS) {
      table
          .append("| `" + row.how().getClass().getSimpleName() + "` | " + row.does() + " | ")
          .append(came(SimulatedTwilio::create, row, twilio) + " | ")
          .append(came(SimulatedTelnyx::create, row, telnyx) + " |\n");
    }
    return table.toString();
  }

  private static List<Metric> sound(Function<Timekeeper, SimulatedCarrier> kind) {
    try (Bench bench = new Bench(kind)) {
      assertEquals("all done; COMPLETED by HOST", bench.call(bench.setup(), false));
      return bench.counted();
    }
  }

  /** What came of it, and what was counted that a sound call does not count. */
  private static String came(
      Function<Timekeeper, SimulatedCarrier> kind, Row row, List<Metric> sound) {
    try (Bench bench = new Bench(kind)) {
      CallSetup setup = bench.setup();
      try {
        setup.misbehaving(row.how());
      } catch (UnsupportedMisbehaviourException e) {
        return "its protocol has no such thing";
      }
      String result = bench.call(setup, row.early());
      String counted =
          bench.counted().stream()
              .filter(metric -> !sound.contains(metric))
              .map(MisbehavingCarrierTest::named)
              .distinct()
              .collect(Collectors.joining(", "));
      return counted.isEmpty() ? result : result + "; " + counted;
    }
  }

  private static String named(Metric metric) {
    String tags = metric.tags().isEmpty() ? "" : "." + String.join(".", metric.tags().values());
    return "`" + metric.name() + tags + "`";
  }

  /** A router before a carrier, and one call. */
  private static final class Bench implements AutoCloseable {
    final ManualTimekeeper time = Timekeeper.manual();
    final List<CallRecord> records = new ArrayList<>();
    final List<String> outcomes = new ArrayList<>();
    final SimulatedCarrier carrier;
    final CallRouter router;

    Bench(Function<Timekeeper, SimulatedCarrier> kind) {
      carrier = kind.apply(time);
      router =
          carrier
              .prepare(office())
              .recordSink("test", records::add)
              .listener((call, event) -> note(event))
              .build();
      carrier.attach(router);
    }

    private void note(CallEvent event) {
      if (event.kind() == CallEvent.Kind.OUTCOME) {
        String outcome = event.details().get("outcome").toLowerCase(Locale.ROOT);
        outcomes.add(event.details().get("action") + " " + outcome);
      }
    }

    CallSetup setup() {
      return carrier.from("+14155550177").to("+14155550100");
    }

    String call(CallSetup setup, boolean early) {
      short[] speech = new short[8000];
      Arrays.fill(speech, (short) 1000);
      var caller = setup.start();
      caller.press("1").silentFor(Duration.ofSeconds(5));
      caller.speak(speech).silentFor(Duration.ofSeconds(early ? 2 : 30));
      caller.hangUp().silentFor(Duration.ofMinutes(5)).untilIdle();
      assertEquals(1, records.size(), () -> caller.events().toString());
      CallRecord record = records.get(0);
      String all = String.join(", ", outcomes);
      String came = all.equals(SOUND) ? "all done" : all.isEmpty() ? "nothing came out" : all;
      return came + "; " + record.cause() + " by " + record.endedBy();
    }

    List<Metric> counted() {
      return router.metrics().stream()
          .filter(metric -> metric.kind() == Metric.Kind.COUNTER && metric.value() > 0)
          .toList();
    }

    @Override
    public void close() {
      router.close();
      time.close();
    }
  }
}
