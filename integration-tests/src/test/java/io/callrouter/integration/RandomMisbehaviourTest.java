package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.Metric;
import io.callrouter.call.CallRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls in which the carrier, the network, the caller and the host's own code misbehave by chance,
 * some dozens at a time: each ends once, with one record that makes sense, and nothing is left of
 * it.
 *
 * <p>150 calls of each carrier in every build. {@code -Dcallrouter.calls=1000} has a thousand,
 * {@code -Dcallrouter.seed} others than the usual ones, {@code -Dcallrouter.call} one of them
 * alone, by its number; {@code -Dcallrouter.again} says how many are played once more, to be
 * compared event by event.
 */
class RandomMisbehaviourTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int CALLS = Integer.getInteger("callrouter.calls", 150);
  private static final int AGAIN = Integer.getInteger("callrouter.again", 30);
  private static final int ALONE = Integer.getInteger("callrouter.call", -1);

  private static final int FIRST = ALONE < 0 ? 0 : ALONE;
  private static final int END = ALONE < 0 ? CALLS : ALONE + 1;

  /** In how many calls each thing must have happened: 20 of 1,000, 1 of 100. */
  private static final int LEAST = ALONE >= 0 ? 0 : CALLS < 1000 ? CALLS / 100 : CALLS / 50;

  /** Numbers of the calls in which nothing goes wrong, before and after the others. */
  private static final int QUIET_BEFORE = 9998;

  private static final int QUIET_AFTER = 9999;

  @ParameterizedTest
  @EnumSource
  void eachCallEndsOnceAndNothingIsLeft(Simulated kind) throws Exception {
    Set<Thread> threads = threads();
    List<String> again = eventsOfTheFirst(kind);
    try (RandomPlay play = new RandomPlay(kind, SEED)) {
      Map<String, Integer> before = sizesAfterQuietCall(play, QUIET_BEFORE);
      play.calls(FIRST, Math.min(END, FIRST + AGAIN));
      List<String> events = play.log.lines();
      play.calls(FIRST + AGAIN, END);
      play.time.advance(RandomPlay.FORGOTTEN);
      assertNull(play.time.untilNextTimer(), "timers left");
      Map<String, Integer> after = sizesAfterQuietCall(play, QUIET_AFTER);
      System.out.println(report(kind, play));
      if (ALONE >= 0) {
        play.log.lines(ALONE).forEach(System.out::println);
      }
      assertAll(
          () -> assertSameEvents(again, events),
          () -> assertEquals(List.of(), play.faults(), "calls that came out wrong" + again()),
          () -> assertEquals(Map.of(), grown(before, after), "what is left" + again()),
          () -> assertEquals(List.of(0.0), held(play), "entries held for calls"),
          () -> assertEquals(List.of(), rare(kind, play), "in fewer than " + LEAST + " calls"));
    }
    requireGone(threads);
  }

  @Test
  void everyMisbehaviourThereIsHasItsTurn() {
    for (Simulated kind : Simulated.values()) {
      assertEquals(List.of(), Troubles.unlisted(kind), kind::toString);
    }
  }

  private static List<String> eventsOfTheFirst(Simulated kind) {
    try (RandomPlay play = new RandomPlay(kind, SEED)) {
      play.quietCall(QUIET_BEFORE);
      play.calls(FIRST, Math.min(END, FIRST + AGAIN));
      return play.log.lines();
    }
  }

  private static Map<String, Integer> sizesAfterQuietCall(RandomPlay play, int number) {
    play.quietCall(number);
    return play.sizes();
  }

  private static Map<String, String> grown(
      Map<String, Integer> before, Map<String, Integer> after) {
    Map<String, String> grown = new TreeMap<>();
    after.forEach(
        (what, size) -> {
          int known = before.getOrDefault(what, 0);
          if (size > known) {
            grown.put(what, known + " to " + size);
          }
        });
    return grown;
  }

  private static List<Double> held(RandomPlay play) {
    return play.router.metrics().stream()
        .filter(metric -> metric.name().equals("entries.held"))
        .map(Metric::value)
        .toList();
  }

  private static List<String> rare(Simulated kind, RandomPlay play) {
    return play.tally.below(LEAST, Troubles.of(kind).stream().map(Troubles.Trouble::name).toList());
  }

  private static void assertSameEvents(List<String> first, List<String> second) {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      String what = "event " + i + " of the same seed played again" + again();
      assertEquals(first.get(i), second.get(i), what);
    }
    assertEquals(first.size(), second.size(), "events of the same seed" + again());
  }

  private static String again() {
    return "; again: -Dtest=RandomMisbehaviourTest -Dcallrouter.seed="
        + SEED
        + " -Dcallrouter.calls="
        + CALLS
        + ", one alone by -Dcallrouter.call=NUMBER";
  }

  private static String report(Simulated kind, RandomPlay play) {
    Map<String, Long> causes =
        play.host.records().values().stream()
            .map(CallRecord::cause)
            .collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
    return "%n%s: %d calls, seed %d%s%nended: %s%nhappened, in how many calls:%n%sno such thing: %s%n"
        .formatted(kind, END - FIRST, SEED, again(), causes, play.tally, Troubles.impossible(kind));
  }

  /** A thread whose work is done takes a moment to end. */
  private static void requireGone(Set<Thread> before) throws InterruptedException {
    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(Duration.ofSeconds(5).toMillis());
    }
    left.removeIf(thread -> !thread.isAlive());
    assertEquals(Set.of(), left, "threads left");
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("callrouter-"))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
