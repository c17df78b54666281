package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host is killed with twenty live calls and records that nobody has taken, and started again on
 * the same file.
 */
class KilledHostTest {
  private static final int EACH = 8;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final RetryingCarrier carrier = new RetryingCarrier();
  private final List<RetryingCall> all = new ArrayList<>();
  private final Map<String, Set<String>> offeredByCall = new HashMap<>();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    callers.shutdownNow();
    carrier.close();
  }

  private List<RetryingCall> calls(int number, String to) {
    List<RetryingCall> some = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      RetryingCall call = new RetryingCall(carrier, all.size() + 1, to);
      all.add(call);
      some.add(call);
    }
    return some;
  }

  private void noteOffer(String offer) {
    String[] words = offer.split(" ", 3);
    offeredByCall.computeIfAbsent(words[1], call -> new HashSet<>()).add(offer);
  }

  @Test
  @Timeout(180)
  void everyCallGoesOnOrEndsWithOneRecord() throws Exception {
    Path store = directory.resolve("calls");
    List<RetryingCall> over = calls(5, RetryingCarrier.MENU);
    List<RetryingCall> menus = calls(EACH, RetryingCarrier.MENU);
    List<RetryingCall> talks = calls(EACH, RetryingCarrier.TALK);
    List<RetryingCall> slow = calls(4, RetryingCarrier.SLOW);
    List<Future<String>> answers = new ArrayList<>();
    try (HostProcess host = HostProcess.start(store, HostProcess.UNFINISHED)) {
      carrier.sendTo(host.address());
      for (RetryingCall call : over) {
        call.arrives();
        call.hangsUp();
      }
      while (offeredByCall.size() < over.size()) {
        noteOffer(host.next("offered "));
      }
      for (RetryingCall call : menus) {
        assertTrue(call.arrives().contains("<Gather"));
      }
      for (RetryingCall call : talks) {
        call.arrives();
        call.speaks();
      }
      talks.forEach(RetryingCall::untilHeard);
      slow.forEach(call -> answers.add(callers.submit(call::arrives)));
      for (RetryingCall call : slow) {
        host.next("looking up " + call.callSid.substring(0, 2));
      }
      assertEquals("0 20 25", host.health());
      host.kill();
    }

    talks.forEach(RetryingCall::untilBroken);
    Future<?> missed = callers.submit(() -> hangUp(menus.get(0)));
    // The carrier asks at once, and again until somebody answers; one of the callers it forgets.
    List<Future<String>> asked =
        talks.stream().skip(1).map(call -> callers.submit(() -> call.goesOn(Map.of()))).toList();
    try (HostProcess host = HostProcess.start(store, "finished")) {
      carrier.sendTo(host.address());
      missed.get();
      for (Future<String> answer : answers) {
        assertTrue(answer.get().contains("Found."));
      }
      for (Future<String> answer : asked) {
        assertTrue(answer.get().contains("The talk FAILED."));
      }
      for (RetryingCall call : slow) {
        assertTrue(call.goesOn(Map.of()).contains("<Hangup"));
        call.hangsUp();
      }
      for (int key = 1; key < EACH; key++) {
        RetryingCall call = menus.get(key);
        assertTrue(call.goesOn(Map.of("Digits", "" + key)).contains("You pressed " + key + "."));
        assertTrue(call.goesOn(Map.of()).contains("<Hangup"));
        call.hangsUp();
      }
      for (RetryingCall call : talks.subList(1, EACH)) {
        assertTrue(call.goesOn(Map.of()).contains("<Hangup"));
        call.hangsUp();
      }
      Set<String> taken = new HashSet<>();
      while (taken.size() < all.size()) {
        String offer = host.next("offered ");
        assertTrue(taken.add(offer.split(" ", 3)[1]), "taken twice: " + offer);
        noteOffer(offer);
      }
      // A sink has taken a record before the store knows of it.
      while (!host.health().endsWith(" 0")) {
        carrier.pause();
      }
      assertEquals("25 0 0", host.health());
    }

    for (RetryingCall call : all) {
      Set<String> different = offeredByCall.getOrDefault(call.callSid, Set.of());
      assertEquals(1, different.size(), call.callSid + " " + different);
    }
    assertTrue(offeredByCall.get(talks.get(0).callSid).toString().contains("CARRIER_SILENT"));
  }

  private Void hangUp(RetryingCall call) throws Exception {
    call.hangsUp();
    return null;
  }
}
