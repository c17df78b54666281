package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left somewhere is found, however it is held. */
class ObjectGraphTest {
  /** Where the router keeps something by call, by socket, by key or by time. */
  private static final List<String> KEPT =
      List.of(
          "entries CallAlarms.set",
          "entries CallQueues.queues",
          "entries CallTurns.last",
          "entries Capacity.flows",
          "entries EarlyEndpoints.held",
          "entries LocalCalls.followers",
          "entries MediaGate.waiting",
          "entries Timelines.byCall",
          "entries Timelines.over",
          "entries spi.Channels.members",
          "entries spi.MemoryStore.entries",
          "entries Adoption.taken",
          "elements Alarms.pending",
          "elements MediaGate.legs",
          "elements Records.underWay",
          "elements internal.stream.Pacer.wheel",
          "elements spi.MemoryStore.byExpiry",
          "elements time.CooperativeScheduler.ready",
          "elements time.CooperativeScheduler.waiting",
          "elements time.TimerQueue.entries");

  /** Holds things in each way there is. */
  private static final class Keeper {
    final List<Object> list = new ArrayList<>();
    final Map<String, Object> map = new HashMap<>();
    final CompletableFuture<String> future = new CompletableFuture<>();
    final Object[] array = new Object[1];
  }

  @Test
  void whatIsAddedIsCountedWhereItIsHeld() {
    Keeper keeper = new Keeper();
    Map<String, Integer> before = sizes(keeper);
    keeper.list.add(new Keeper());
    keeper.map.put("key", "value");
    CompletableFuture<Void> unused = keeper.future.thenAccept(word -> {});
    Keeper captured = new Keeper();
    Supplier<Keeper> lambda = () -> captured;
    keeper.list.add(lambda);
    keeper.array[0] = List.of(new Keeper());
    Map<String, Integer> after = sizes(keeper);
    String where = "integration.ObjectGraphTest$Keeper";
    assertEquals(1, before.get("objects " + where));
    assertEquals(4, after.get("objects " + where));
    assertEquals(2, growth(before, after, "elements " + where + ".list"));
    assertEquals(1, growth(before, after, "entries " + where + ".map"));
    assertEquals(1, growth(before, after, "waiting for " + where + ".future"));
    assertEquals(1, growth(before, after, "elements " + where + ".array"));
    assertFalse(unused.isDone());
  }

  @Test
  void whatIsBeyondIsNotLookedInto() {
    assertEquals(Map.of(), ObjectGraph.sizes(List.of("io.callrouter."), new Keeper()));
  }

  @ParameterizedTest
  @EnumSource
  void allThatTheRouterKeepsIsSeen(Simulated kind) {
    try (RandomPlay play = new RandomPlay(kind, 1)) {
      Map<String, Integer> sizes = play.sizes();
      assertEquals(List.of(), KEPT.stream().filter(what -> !sizes.containsKey(what)).toList());
    }
  }

  private static Map<String, Integer> sizes(Object root) {
    return ObjectGraph.sizes(List.of(), root);
  }

  private static int growth(Map<String, Integer> before, Map<String, Integer> after, String what) {
    return after.get(what) - before.getOrDefault(what, 0);
  }
}
