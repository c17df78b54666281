package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A caller hangs up in the middle of a message. The carrier then sends three requests at once,
 * which come in any order and more than once; each seed is another order with other gaps.
 */
class RecordingOrderTest {
  private static final int SEEDS = 150;
  private static final int MOST_GAP_MS = 300;
  private static final Duration RECORD_CLOSED = Duration.ofSeconds(4);
  private static final Pattern STEP =
      Pattern.compile("action=\"[^\"]*/incoming-call/([^\"]*)/record\"");
  private static final String SID = "RE00000000000000000000000000000001";
  private static final String URL =
      "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/" + SID;
  private static final String STARTED = "Thu, 01 Jan 2026 12:00:01 +0000";
  private static final String ENDED = "Thu, 01 Jan 2026 12:00:09 +0000";

  /** What the carrier may say of the recording itself. */
  private enum Said {
    COMPLETED,
    ABSENT
  }

  @Test
  void aMessageIsInTheRecordOnceWithTheLengthOfWhatIsKept() {
    Recording kept =
        new Recording(
            SID, URI.create(URL), Instant.parse("2026-01-01T12:00:01Z"), Duration.ofSeconds(3));
    assertSameInEveryOrder(Said.COMPLETED, List.of(kept));
  }

  @Test
  void aMessageThatTurnsOutToBeNoneIsNot() {
    assertSameInEveryOrder(Said.ABSENT, List.of());
  }

  private static void assertSameInEveryOrder(Said said, List<Recording> recordings) {
    Set<List<Integer>> orders = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Integer> order = new ArrayList<>(List.of(0, 0, 1, 1, 2, 2));
      Collections.shuffle(order, random);
      orders.add(order);
      CallRecord record = recordOf(said, order, random);
      String message = "seed " + seed + ", order " + order;
      assertEquals(recordings, record.recordings(), message);
      assertEquals(EndCause.COMPLETED, record.cause(), message);
      assertEquals(EndedBy.FAR_END, record.endedBy(), message);
      assertEquals(Instant.parse("2026-01-01T12:00:09Z"), record.endedAt(), message);
      assertEquals(Duration.ofSeconds(9), record.duration(), message);
      assertEquals(List.of(), record.notes(), message);
    }
    assertTrue(orders.size() > 60, "the seeds must make different orders");
  }

  /** The same requests each time, each twice, in that order. */
  private static CallRecord recordOf(Said said, List<Integer> order, Random random) {
    AtomicInteger mailed = new AtomicInteger();
    FlowFunction voicemail =
        flow -> {
          Outcome message = flow.run(Action.record(Duration.ofMinutes(1)));
          flow.once("mail", () -> message.kind() + " " + mailed.incrementAndGet());
        };
    try (VirtualOffice office =
        VirtualOffice.of(builder -> builder.route("voicemail", Match.any(), voicemail))) {
      TwilioCaller caller = office.call().untilIdle();
      List<WebRequest> requests = requests(office, caller, said);
      for (int number : order) {
        assertEquals(2, office.nodes.get(0).web().handle(requests.get(number)).status() / 100);
        office.time.advance(Duration.ofMillis(random.nextInt(MOST_GAP_MS)));
      }
      office.time.advance(RECORD_CLOSED);
      assertEquals(1, mailed.get(), () -> "mailed, order " + order);
      return office.record();
    }
  }

  private static List<WebRequest> requests(VirtualOffice office, TwilioCaller caller, Said said) {
    Matcher step = STEP.matcher(caller.documents().get(0));
    assertTrue(step.find());
    return List.of(
        request(
            office,
            caller,
            "/incoming-call/" + step.group(1) + "/record",
            "CallStatus",
            "completed",
            "Digits",
            "hangup",
            "RecordingSid",
            SID,
            "RecordingUrl",
            URL,
            "RecordingDuration",
            "8"),
        request(
            office,
            caller,
            "/recording-status/" + step.group(1),
            "RecordingSid",
            SID,
            "RecordingUrl",
            URL,
            "RecordingStatus",
            said == Said.COMPLETED ? "completed" : "absent",
            "RecordingDuration",
            "3",
            "RecordingStartTime",
            STARTED),
        request(
            office,
            caller,
            "/call-status",
            "CallStatus",
            "completed",
            "CallDuration",
            "9",
            "Timestamp",
            ENDED,
            "SequenceNumber",
            "0"));
  }

  private static WebRequest request(
      VirtualOffice office, TwilioCaller caller, String path, String... namesAndValues) {
    Map<String, String> form = new TreeMap<>();
    form.put("CallSid", caller.carrierId());
    form.put("AccountSid", office.twilio.settings().getOrDefault("TWILIO_ACCOUNT_SID", ""));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return office.twilio.signed("POST", path, form);
  }
}
