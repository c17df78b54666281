package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.CallTimes.Source;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallTimesTest {
  private static final Instant T = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theCarriersTimeCountsMoreThanTheRoutersWhicheverCameFirst() {
    CallTimes carrierFirst =
        CallTimes.NONE.answered(T.plusSeconds(2), Source.CARRIER).answered(T, Source.ROUTER);
    CallTimes routerFirst =
        CallTimes.NONE.answered(T, Source.ROUTER).answered(T.plusSeconds(2), Source.CARRIER);

    assertEquals(T.plusSeconds(2), carrierFirst.answeredAt());
    assertEquals(carrierFirst, routerFirst);
  }

  @Test
  void ofTwoTimesOfTheSameSourceTheEarlierOneCounts() {
    CallTimes times =
        CallTimes.NONE.ended(T.plusSeconds(9), Source.CARRIER).ended(T, Source.CARRIER);

    assertEquals(T, times.ended());
  }

  @Test
  void theAnswerFollowsFromTheCarriersEndAndCount() {
    CallTimes times =
        CallTimes.NONE
            .answered(T.plusSeconds(1), Source.ROUTER)
            .ended(T.plusSeconds(42), Source.CARRIER)
            .counted(Duration.ofSeconds(42));

    assertEquals(T, times.answeredAt());
    assertEquals(Duration.ofSeconds(42), times.duration());
  }

  @Test
  void anAnswerThatTheCarrierTimedIsNotDerived() {
    CallTimes times =
        CallTimes.NONE
            .answered(T, Source.CARRIER)
            .ended(T.plusSeconds(42), Source.CARRIER)
            .counted(Duration.ofSeconds(41));

    assertEquals(T, times.answeredAt());
  }

  @Test
  void aCountWithoutAnAnswerMeansThatTheAnswerWasMissed() {
    CallTimes times =
        CallTimes.NONE.ended(T.plusSeconds(5), Source.ROUTER).counted(Duration.ofSeconds(5));

    assertEquals(T, times.answeredAt());
  }

  @Test
  void aCountOfZeroIsNoAnswer() {
    CallTimes times = CallTimes.NONE.ended(T, Source.CARRIER).counted(Duration.ZERO);

    assertNull(times.answeredAt());
    assertEquals(Duration.ZERO, times.duration());
  }

  @Test
  void withoutTheCarriersCountTheTimesTellTheDuration() {
    CallTimes times =
        CallTimes.NONE.answered(T, Source.ROUTER).ended(T.plusSeconds(7), Source.ROUTER);

    assertEquals(Duration.ofSeconds(7), times.duration());
  }

  @Test
  void clocksThatDisagreeNeverMakeANegativeDuration() {
    CallTimes times =
        CallTimes.NONE.answered(T, Source.ROUTER).ended(T.minusSeconds(1), Source.CARRIER);

    assertEquals(Duration.ZERO, times.duration());
  }

  @Test
  void whatWholeSecondsPutBeforeTheArrivalWasAtTheArrival() {
    Instant arrival = T.plusMillis(600);

    assertEquals(arrival, CallTimes.notBefore(arrival, T));
    assertEquals(arrival, CallTimes.notBefore(arrival, T.minusSeconds(1)));
    assertEquals(T.plusSeconds(1), CallTimes.notBefore(arrival, T.plusSeconds(1)));
    assertNull(CallTimes.notBefore(arrival, null));
  }

  @Test
  void aCarrierWhoseClockIsOffIsNotCorrected() {
    assertEquals(T, CallTimes.notBefore(T.plusSeconds(30), T));
  }
}
