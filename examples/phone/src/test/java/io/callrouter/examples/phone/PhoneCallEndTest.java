package io.callrouter.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ends of calls, in virtual time. */
final class PhoneCallEndTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final CallArchive archive = CallArchive.create();
  private final List<PhoneCall> over = new ArrayList<>();
  private final PhoneCall call =
      new PhoneCall(
          new PhoneLine(
              new Switchboard(List.of(), List.of(), time, archive), Runnable::run, line -> {}),
          time,
          archive,
          over::add);

  @AfterEach
  void close() {
    time.close();
    archive.close();
  }

  @Test
  void aCarrierThatHangsIsHungUpOnceTheRouterHasEndedTheCall() {
    CallRouter router =
        twilio
            .prepare(CallRouter.builder())
            .endpoint("echo", context -> Endpoints.echo())
            .otherwise(Action.connect("echo"))
            .listener((known, event) -> call.onRouter(known, event))
            .build();
    twilio.attach(router);
    AtomicReference<@Nullable SimulatedCaller> caller = new AtomicReference<>();
    call.begin(
        setup().misbehaving(new Misbehaviour.SocketNeverOpens()),
        (of, start) -> {
          SimulatedCaller begun = start.get();
          caller.set(begun);
          return begun;
        });

    assertTrue(time.advanceUntil(() -> !over.isEmpty(), Duration.ofMinutes(5)), "has its record");
    time.advance(Duration.ofSeconds(10));

    SimulatedCaller begun = caller.get();
    assertNotNull(begun);
    assertTrue(begun.isOver(), "no thread of the carrier is left");
    router.close();
  }

  @Test
  void aCallThatCannotBePlacedIsOverAtOnce() {
    call.begin(
        setup(),
        (of, start) -> {
          throw new IllegalStateException("the carrier is closed");
        });

    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of(call), over);
  }

  private CallSetup setup() {
    return twilio.from("+14155550177").to("+14155550100").handset(call).listener(call::onCarrier);
  }
}
