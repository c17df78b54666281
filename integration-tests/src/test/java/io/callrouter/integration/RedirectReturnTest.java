package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that is handed to TwiML of somebody else, and comes back. */
class RedirectReturnTest {
  private static final Duration RECORD_CLOSED = Duration.ofSeconds(11);

  private final Map<String, String> documents = new TreeMap<>();
  private final VirtualOffice office = officeBeside(documents);

  private static VirtualOffice officeBeside(Map<String, String> documents) {
    VirtualOffice office =
        VirtualOffice.of(
            builder ->
                builder.route(
                    "outside",
                    Match.any(),
                    flow -> {
                      flow.run(elsewhere("/first"));
                      flow.run(Action.say("Back once."));
                      flow.run(elsewhere("/second"));
                      flow.run(Action.say("Back twice."));
                    }));
    office.twilio.attach(new WithDocuments(office.nodes.get(0).web(), documents));
    return office;
  }

  private static Action elsewhere(String path) {
    return Action.custom("twilio:redirect", Map.of("url", "https://other.example.test" + path));
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void theFlowGoesOnWhereItHandedTheCallAway() {
    documents.put("/first", "<Say>First.</Say>" + back(""));
    documents.put("/second", "<Gather numDigits=\"1\" action=\"/pressed\"/>");
    documents.put("/pressed", back("?n=2"));

    TwilioCaller caller = office.call().untilIdle();
    assertEquals(List.of("Say", "Say", "Gather"), caller.verbs());
    caller.press("5").untilIdle();

    assertEquals(List.of("First.", "Back once.", "Back twice."), caller.heardSpeech());
    assertEquals(List.of(), caller.alerts());
    assertEnded(EndedBy.HOST);
  }

  @Test
  void aCallThatComesBackUnansweredSaysSoInTheAddress() {
    documents.put("/first", "<Pause length=\"2\"/>" + back("?n=1"));
    documents.put("/second", back("?n=2"));
    TwilioCaller caller = office.call().untilIdle();
    assertEquals(List.of("Back once.", "Back twice."), caller.heardSpeech());
    assertEnded(EndedBy.HOST);
  }

  @Test
  void aRepeatedReturnGetsTheSameAnswerAndChangesNothing() {
    documents.put("/first", "<Say>First.</Say>" + back(""));
    documents.put("/second", "<Gather/>");
    TwilioCaller caller = office.call();
    caller.until(() -> caller.heardSpeech().size() == 1, Duration.ofSeconds(9));
    caller.until(() -> caller.verbs().size() == 2, Duration.ofSeconds(9));
    caller.repeatLastWebhook();
    var exchanges = caller.exchanges();
    var again = exchanges.get(exchanges.size() - 1);
    assertTrue(again.delivery().repeated());
    assertEquals("/incoming-call", again.request().path());
    assertEquals(exchanges.get(exchanges.size() - 2).answer().text(), again.answer().text());
    caller.untilIdle();
    assertEquals(List.of("First.", "Back once."), caller.heardSpeech());
  }

  @Test
  void aCallerWhoHangsUpElsewhereEndsTheCall() {
    documents.put("/first", "<Gather/>");
    office.call().untilIdle().hangUp().untilIdle();
    assertEnded(EndedBy.FAR_END);
  }

  @Test
  void theCallThatNeverComesBackEndsElsewhere() {
    documents.put("/first", "<Say>First.</Say><Hangup/>");
    TwilioCaller caller = office.call().untilIdle();
    assertEquals(List.of("First."), caller.heardSpeech());
    assertEnded(EndedBy.FAR_END);
  }

  @Test
  void repeatedAndDelayedRequestsChangeNothing() {
    documents.put("/first", "<Say>First.</Say>" + back(""));
    documents.put("/second", back("?n=2"));
    for (int seed = 0; seed < 40; seed++) {
      try (VirtualOffice another = officeBeside(documents)) {
        TwilioCaller caller =
            another.caller().allStatusCallbacks().disturbed(seed).start().untilIdle();
        another.time.advance(RECORD_CLOSED);
        assertEquals(
            List.of("First.", "Back once.", "Back twice."), caller.heardSpeech(), "seed " + seed);
        assertEquals(EndCause.COMPLETED, another.record().cause(), "seed " + seed);
        assertEquals(List.of(), another.record().notes(), "seed " + seed);
      }
    }
  }

  private void assertEnded(EndedBy by) {
    office.time.advance(RECORD_CLOSED);
    assertEquals(EndCause.COMPLETED, office.record().cause());
    assertEquals(by, office.record().endedBy());
    assertEquals(List.of(), office.record().notes());
  }

  private static String back(String query) {
    return "<Redirect>https://voice.example.test/incoming-call" + query + "</Redirect>";
  }

  /** A web on which somebody else's documents are beside the router. */
  private record WithDocuments(WebHandler router, Map<String, String> documents)
      implements WebHandler {
    @Override
    public boolean claims(String path) {
      return true;
    }

    @Override
    public WebResponse handle(WebRequest request) {
      String verbs = documents.get(request.path());
      return verbs == null
          ? router.handle(request)
          : WebResponse.of(200, "text/xml", "<Response>" + verbs + "</Response>");
    }

    @Override
    public WebResponse refuse(WebRequest head, int status, String reason) {
      return router.refuse(head, status, reason);
    }

    @Override
    public Admission admit(WebRequest handshake) {
      return router.admit(handshake);
    }
  }
}
