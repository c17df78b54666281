package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.filestore.FileStore;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's own test of a restart looks like. */
class RestartInVirtualTimeTest {
  @TempDir private Path directory;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final List<CallRecord> records = new ArrayList<>();

  private CallRouter office(FileStore store) {
    return CallRouter.builder()
        .discoverProviders(Settings.of(twilio.settings()))
        .timekeeper(time)
        .store(store)
        .tokenSecret("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
        .route(
            "office",
            Match.any(),
            flow ->
                flow.run(
                    Action.say(
                        "You pressed "
                            + flow.run(Action.gather("Press a key.").digits(1)).digits())))
        .recordSink("test", records::add)
        .build();
  }

  @Test
  void aCallOfTheSimulatedCarrierGoesOnWithTheRouterThatIsAttachedAfterTheFirst() {
    Path file = directory.resolve("calls");

    FileStore store = FileStore.open(file, time::now);
    CallRouter router = office(store);
    twilio.attach(router);
    var caller = twilio.from("+14155550177").to("+14155550100").start().untilIdle();
    router.close();
    store.close();

    FileStore again = FileStore.open(file, time::now);
    CallRouter next = office(again);
    twilio.attach(next);
    caller.press("7").untilIdle();

    assertEquals(1, next.health().adoptedCalls());
    assertEquals(List.of("Press a key.", "You pressed 7"), caller.heardSpeech());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(1, records.size());
    next.close();
    again.close();
  }
}
