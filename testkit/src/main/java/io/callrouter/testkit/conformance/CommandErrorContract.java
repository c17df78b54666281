package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.testkit.conformance.Traffic.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a command, nothing is done twice, and every call ends once. */
interface CommandErrorContract extends Contract {
  /** As often as a command may be tried, and something for what follows from its failure. */
  int MOST_REQUESTS = 30;

  @Test
  default void aCommandThatFailsOnceIsOvercomeAndDoneOnce() {
    needs(CarrierFeature.COMMANDS);
    for (Story story : Story.values()) {
      Played calm = play(story, number -> false, Fault.NO_CONNECTION);
      for (Fault fault : Fault.values()) {
        for (int number = 1; fault.isOvercome() && number <= calm.requests().size(); number++) {
          int failing = number;
          Played played = play(story, it -> it == failing, fault);
          String what = story + ", request " + number + " with " + fault;
          assertEquals(calm.cause(), played.cause(), what);
          assertEquals(calm.once(), played.once(), () -> what + ": what was asked for");
        }
      }
    }
  }

  @Test
  default void aCommandThatIsSentAgainIsTheSame() {
    needs(CarrierFeature.COMMANDS);
    for (Story story : Story.values()) {
      int requests = play(story, number -> false, Fault.NO_CONNECTION).requests().size();
      for (int number = 1; number <= requests; number++) {
        int failing = number;
        List<Request> sent = play(story, it -> it == failing, Fault.ANSWER_LOST).requests();
        Request lost = sent.get(number - 1);
        for (Request again : sent.subList(number, sent.size())) {
          if (again.method().equals(lost.method()) && again.url().equals(lost.url())) {
            assertArrayEquals(lost.body(), again.body(), () -> story + ", " + lost.url().getPath());
          }
        }
      }
    }
  }

  @Test
  default void aCallWhoseCommandIsRefusedEndsOnce() {
    needs(CarrierFeature.COMMANDS);
    for (Story story : Story.values()) {
      int requests = play(story, number -> false, Fault.REFUSED).requests().size();
      for (int number = 1; number <= requests; number++) {
        int refused = number;
        play(story, it -> it == refused, Fault.REFUSED);
      }
    }
  }

  @Test
  default void aCarrierThatTakesNoCommandsIsNotAskedForEver() {
    needs(CarrierFeature.COMMANDS);
    Map<Fault, Integer> asked = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      asked.put(fault, play(Story.CALLER_HANGS_UP, number -> true, fault).requests().size());
    }
    asked.forEach(
        (fault, times) -> assertTrue(times <= MOST_REQUESTS, () -> times + " with " + fault));
  }

  /**
   * What is left of a call some of whose commands failed.
   *
   * @param requests all that were sent
   */
  record Played(EndCause cause, List<Request> requests) {
    /** What was asked for, in order, each once however often it was sent. */
    List<String> once() {
      List<String> all = new ArrayList<>();
      for (Request request : requests) {
        String what = request.method() + " " + request.url().getPath();
        if (!all.contains(what)) {
          all.add(what);
        }
      }
      return all.stream().map(what -> what.replaceAll("[^/]{20,}", "…")).toList();
    }
  }

  private Played play(Story story, IntPredicate failing, Fault fault) {
    try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
      bench.http().fail(failing, fault);
      story.play(bench, UnaryOperator.identity());
      bench.pass(EventContract.LONG);
      assertEquals(1, bench.records().size(), () -> story + " with " + fault + ": records");
      bench.assertNothingIsHeld();
      return new Played(bench.record().cause(), bench.http().requests());
    }
  }
}
