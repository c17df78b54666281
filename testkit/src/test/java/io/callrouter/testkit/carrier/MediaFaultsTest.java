package io.callrouter.testkit.carrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.Misbehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MediaFaultsTest {
  private static final int FRAMES = 500;
  private static final long FRAME_NANOS = 20_000_000;

  @Test
  void aShareOfTheFramesComesAfterTheNextOneAndNoneIsLost() {
    List<Integer> came = numbers(arrivals(new Misbehaviour.DisorderedMedia(7, 0.2)));
    assertNotEquals(came.stream().sorted().toList(), came);
    assertEquals(IntStream.range(0, came.size()).boxed().toList(), came.stream().sorted().toList());
    for (int i = 0; i < came.size(); i++) {
      assertEquals(i, came.get(i), 1);
    }
  }

  @Test
  void aShareOfTheFramesIsMissingAndTheOthersKeepTheirOrder() {
    List<Integer> came = numbers(arrivals(new Misbehaviour.MissingMedia(7, 0.2)));
    assertEquals(0.8 * FRAMES, came.size(), 40);
    assertEquals(came.stream().sorted().toList(), came);
  }

  @Test
  void everyFrameIsLateByUpToSoMuchAndNoneOvertakesAnother() {
    List<MediaFaults.Arrival> came =
        arrivals(new Misbehaviour.JitteryMedia(7, Duration.ofMillis(100)));
    assertEquals(IntStream.range(0, FRAMES).boxed().toList(), numbers(came));
    long before = 0;
    boolean late = false;
    for (int i = 0; i < FRAMES; i++) {
      long at = came.get(i).atNanos();
      assertTrue(at >= before && at >= i * FRAME_NANOS, "frame " + i);
      assertTrue(at - i * FRAME_NANOS <= 100_000_000, "frame " + i);
      late |= at - i * FRAME_NANOS > 50_000_000;
      before = at;
    }
    assertTrue(late);
  }

  @Test
  void theSameSeedMakesTheSameChances() {
    assertEquals(
        arrivals(new Misbehaviour.MissingMedia(3, 0.5)),
        arrivals(new Misbehaviour.MissingMedia(3, 0.5)));
    assertNotEquals(
        arrivals(new Misbehaviour.MissingMedia(3, 0.5)),
        arrivals(new Misbehaviour.MissingMedia(4, 0.5)));
  }

  @Test
  void whatStrikesIsToldOnce() {
    List<Misbehaviour> struck = new ArrayList<>();
    Misbehaviour missing = new Misbehaviour.MissingMedia(7, 0.2);
    Misbehaviour never = new Misbehaviour.MissingMedia(7, 0);
    Misbehaviour late = new Misbehaviour.JitteryMedia(7, Duration.ofMillis(100));
    MediaFaults faults = new MediaFaults(List.of(missing, never, late), struck::add);
    for (int i = 0; i < FRAMES; i++) {
      faults.arrivals(Integer.toString(i), i * FRAME_NANOS);
    }
    assertEquals(Set.of(missing, late), Set.copyOf(struck));
    assertEquals(2, struck.size());
  }

  private static List<MediaFaults.Arrival> arrivals(Misbehaviour how) {
    MediaFaults faults = new MediaFaults(List.of(how), struck -> {});
    List<MediaFaults.Arrival> all = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      all.addAll(faults.arrivals(Integer.toString(i), i * FRAME_NANOS));
    }
    return all;
  }

  private static List<Integer> numbers(List<MediaFaults.Arrival> arrivals) {
    return arrivals.stream().map(arrival -> Integer.valueOf(arrival.frame())).toList();
  }
}
