package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.twilio.LiveCall.Phase;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveCallTest {
  private static final URI ADDRESS = URI.create("https://voice.example.test/");
  private static final Duration HOUR = Duration.ofHours(1);

  private final CompletableFuture<@Nullable Void> word = new CompletableFuture<>();
  private final CompletableFuture<Boolean> came = new CompletableFuture<>();

  @Test
  void aCallThatWaitsForTheTestIsIdleUntilTheTestBringsIt() {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      LiveCall call = waiting(time);
      assertEquals(Phase.WORKING, call.phase());
      time.runReady();
      assertEquals(Phase.AWAITING_TEST, call.phase());
      word.complete(null);
      assertEquals(Phase.WORKING, call.phase(), "from then on it goes on by itself");
      time.runReady();
      assertTrue(came.join());
    }
  }

  @Test
  void whatTheTestNeverBringsIsWaitedForOnlySoLong() {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      LiveCall call = waiting(time);
      time.advance(HOUR);
      assertFalse(came.join());
      assertEquals(Phase.WORKING, call.phase());
    }
  }

  @Test
  void aCallerWhoHangsUpWaitsNoLonger() {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      LiveCall call = waiting(time);
      time.runReady();
      call.hangUp();
      assertEquals(Phase.WORKING, call.phase());
      time.runReady();
      assertTrue(came.isCompletedExceptionally());
    }
  }

  @Test
  void inRealTimeTheCallIsNeverSeenIdleOnceTheTestHasBroughtIt() throws Exception {
    try (Timekeeper time = Timekeeper.system()) {
      LiveCall call = waiting(time);
      CountDownLatch idle = new CountDownLatch(1);
      time.executor("watch")
          .execute(
              () -> {
                while (call.phase() != Phase.AWAITING_TEST) {
                  Thread.onSpinWait();
                }
                idle.countDown();
              });
      assertTrue(idle.await(10, TimeUnit.SECONDS));
      word.complete(null);
      while (!came.isDone()) {
        assertEquals(Phase.WORKING, call.phase());
      }
    }
  }

  private LiveCall waiting(Timekeeper time) {
    LiveCall call = new LiveCall(context(time));
    time.executor("call").execute(() -> await(call));
    return call;
  }

  private void await(LiveCall call) {
    try {
      came.complete(call.waitForTest(word, HOUR));
    } catch (CallOver | InterruptedException e) {
      came.completeExceptionally(e);
    }
  }

  private static CallContext context(Timekeeper time) {
    return new CallContext(
        "CA1",
        TwilioAccount.named("twilio"),
        new NumberAddresses(ADDRESS, ADDRESS),
        new CallOptions(
            new CallPlan("+14155550177", "+14155550100", List.of(), Map.of(), event -> {}),
            "POST",
            Map.of(),
            false,
            true,
            false,
            Duration.ofSeconds(2)),
        new Conferences(),
        () -> {
          throw new AssertionError("nothing is sent");
        },
        time);
  }
}
