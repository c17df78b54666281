package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.security.RequestValidator;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import io.callrouter.testkit.twilio.FakeApplication.FakeSocket;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a test asks to go wrong does go wrong, and nothing else. */
class SimulatedMisbehaviourTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String STATUS = "/call-status";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .twiml(
              "/incoming-call",
              "<Connect action=\"/next\"><Stream url=\"wss://voice.example.test/media/t\"/></Connect>")
          .twiml("/next", "<Hangup/>")
          .twiml(STATUS, "");
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aRepeatedWebhookComesAgainAsItWas() {
    call(new Misbehaviour.RepeatedWebhook(1, SECOND)).silentFor(SECOND);
    List<WebRequest> first = sentTo("/incoming-call");
    assertEquals(2, first.size());
    assertEquals(text(first.get(0)), text(first.get(1)));
  }

  @Test
  void aLateWebhookComesLate() {
    TwilioCaller caller = call(new Misbehaviour.LateWebhook(1, SECOND));
    caller.silentFor(SECOND.minusMillis(1));
    assertEquals(List.of(), sentTo("/incoming-call"));
    caller.silentFor(Duration.ofMillis(1));
    assertEquals(1, sentTo("/incoming-call").size());
  }

  @Test
  void aLostWebhookNeverComesAndIsComplainedOf() {
    TwilioCaller caller = call(new Misbehaviour.LostWebhook(2)).silentFor(SECOND).hangUp();
    caller.untilIdle();
    assertEquals(List.of(), sentTo(STATUS));
    assertTrue(
        caller.alerts().get(0).text().contains("lost on its way"), caller.alerts()::toString);
  }

  @Test
  void whatStrikesIsToldAmongTheEventsAndWhatDoesNotIsNot() {
    Misbehaviour late = new Misbehaviour.LateWebhook(1, SECOND);
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(late)
            .misbehaving(new Misbehaviour.ForgedWebhook(9))
            .misbehaving(new Misbehaviour.SocketNeverOpens())
            .start()
            .silentFor(SECOND.multipliedBy(3));
    assertEquals(
        List.of(late.toString(), new Misbehaviour.SocketNeverOpens().toString()),
        caller.events().stream()
            .filter(event -> event.kind() == TimelineEvent.Kind.MISBEHAVED)
            .map(TimelineEvent::detail)
            .toList());
  }

  @Test
  void webhooksComeInTheOrderThatWasAskedFor() {
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .allStatusCallbacks()
            .misbehaving(
                new Misbehaviour.ReorderedWebhooks(List.of(4, 3, 2), Duration.ofSeconds(9)))
            .start();
    caller.untilIdle().hangUp().untilIdle();
    assertEquals(
        List.of("in-progress", "ringing", "initiated", "completed"),
        application.sent(STATUS, "CallStatus"));
  }

  @Test
  void aWebhookThatWaitsForWhatDoesNotComeIsHeldNoLongerThanThat() {
    TwilioCaller caller =
        call(new Misbehaviour.ReorderedWebhooks(List.of(9, 1), Duration.ofSeconds(2)));
    caller.silentFor(Duration.ofMillis(1999));
    assertEquals(List.of(), sentTo("/incoming-call"));
    caller.silentFor(Duration.ofMillis(1));
    assertEquals(1, sentTo("/incoming-call").size());
  }

  @Test
  void aForgedCopyComesBeforeTheGenuineWebhookAndIsNoneOfTheCallsExchanges() {
    TwilioCaller caller = call(new Misbehaviour.ForgedWebhook(1)).silentFor(SECOND);
    List<WebRequest> sent = sentTo("/incoming-call");
    assertEquals(2, sent.size());
    assertEquals(text(sent.get(0)), text(sent.get(1)));
    assertFalse(isGenuine(sent.get(0)));
    assertTrue(isGenuine(sent.get(1)));
    assertEquals(1, webhooks(caller).size());
  }

  @Test
  void aGarbledWebhookIsSignedAndSaysNothingOfACall() {
    call(new Misbehaviour.GarbledWebhook(1)).silentFor(SECOND);
    List<WebRequest> sent = sentTo("/incoming-call");
    assertEquals(2, sent.size());
    assertTrue(isGenuine(sent.get(0)));
    assertFalse(FakeApplication.form(sent.get(0)).containsKey("CallSid"));
    assertTrue(FakeApplication.form(sent.get(1)).containsKey("CallSid"));
  }

  @Test
  void aWebhookWithAnUnknownFieldIsSigned() {
    call(new Misbehaviour.UnknownInWebhook(1)).silentFor(SECOND);
    WebRequest sent = sentTo("/incoming-call").get(0);
    assertTrue(isGenuine(sent));
    assertEquals("this", FakeApplication.form(sent).get("NobodyKnows"));
  }

  @Test
  void framesArriveLateInOrderAndAllOfThem() {
    TwilioCaller caller = call(new Misbehaviour.JitteryMedia(7, Duration.ofMillis(200)));
    List<Integer> each = new ArrayList<>();
    for (int frame = 0; frame < 50; frame++) {
      int before = chunks().size();
      caller.silentFor(Duration.ofMillis(20));
      each.add(chunks().size() - before);
    }
    assertTrue(each.contains(0) && each.stream().anyMatch(count -> count > 1), each::toString);
    caller.silentFor(Duration.ofMillis(200));
    assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), chunks().subList(0, 50));
  }

  @Test
  void aShareOfTheFramesIsMissing() {
    call(new Misbehaviour.MissingMedia(7, 0.2)).silentFor(Duration.ofSeconds(20));
    List<Integer> came = chunks();
    assertEquals(800, came.size(), 40);
    assertEquals(came.stream().sorted().distinct().toList(), came);
  }

  @Test
  void whatTheProtocolDoesNotHaveIsRefused() {
    assertThrows(
        UnsupportedMisbehaviourException.class,
        () -> twilio.from("+14155550177").misbehaving(new Misbehaviour.DisorderedMedia(7, 0.2)));
  }

  @Test
  void aSlowReaderTakesItsTimeForEachMessage() {
    TwilioCaller caller = call(new Misbehaviour.SlowReader(Duration.ofMillis(300)));
    caller.silentFor(Duration.ZERO);
    FakeSocket socket = socket();
    String media =
        "{\"event\":\"media\",\"streamSid\":\""
            + streamSid()
            + "\",\"media\":{\"payload\":\"AA==\"}}";
    socket.send(media);
    socket.send(media);
    caller.silentFor(Duration.ofMillis(300));
    assertEquals(1, caller.received().length);
    caller.silentFor(Duration.ofMillis(300));
    assertEquals(2, caller.received().length);
  }

  @Test
  void aSocketBreaksOffAtItsTime() {
    TwilioCaller caller = call(new Misbehaviour.CutInMidMessage(SECOND));
    caller.silentFor(SECOND.minusMillis(1));
    assertEquals(List.of(), socket().closings);
    caller.untilIdle();
    assertEquals(List.of("1006 the connection broke"), socket().closings);
    assertTrue(caller.isOver());
  }

  @Test
  void unknownMessagesStandBetweenTheOthers() {
    TwilioCaller caller = call(new Misbehaviour.UnknownOnSocket()).silentFor(SECOND);
    caller.hangUp().untilIdle();
    assertEquals(3, socket().messagesOf("nobodyknows").size());
    assertEquals(1, socket().messagesOf("stop").size());
  }

  @Test
  void aStopComesWithoutAClose() {
    call(new Misbehaviour.StopWithoutClose()).silentFor(SECOND).hangUp().untilIdle();
    assertEquals(1, socket().messagesOf("stop").size());
    assertEquals(List.of(), socket().closings);
  }

  @Test
  void aCloseComesWithoutAStop() {
    call(new Misbehaviour.CloseWithoutStop()).silentFor(SECOND).hangUp().untilIdle();
    assertEquals(List.of(), socket().messagesOf("stop"));
    assertEquals(List.of("1000 "), socket().closings);
  }

  private TwilioCaller call(Misbehaviour how) {
    return twilio.from("+14155550177").to("+14155550100").misbehaving(how).start();
  }

  private List<WebRequest> sentTo(String path) {
    return application.requests.stream().filter(it -> it.path().equals(path)).toList();
  }

  private static List<Exchange> webhooks(TwilioCaller caller) {
    return caller.exchanges().stream()
        .filter(it -> it.delivery().kind() == Delivery.Kind.ARRIVAL)
        .toList();
  }

  private boolean isGenuine(WebRequest request) {
    return new RequestValidator(twilio.settings().get("TWILIO_AUTH_TOKEN"))
        .validate(
            "https://voice.example.test" + request.path(),
            FakeApplication.form(request),
            request.header("X-Twilio-Signature"));
  }

  private static String text(WebRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private FakeSocket socket() {
    return application.sockets.get(0);
  }

  private String streamSid() {
    return parse(socket().messagesOf("start").get(0)).get("streamSid").textValue();
  }

  private List<Integer> chunks() {
    return application.sockets.isEmpty()
        ? List.of()
        : socket().messagesOf("media").stream()
            .map(message -> parse(message).get("media").get("chunk").asInt())
            .toList();
  }

  private static JsonNode parse(String message) {
    try {
      return JSON.readTree(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
