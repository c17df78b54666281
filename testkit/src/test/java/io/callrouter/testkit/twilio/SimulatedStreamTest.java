package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.security.RequestValidator;
import io.callrouter.codec.G711;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.twilio.FakeApplication.FakeSocket;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedStreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration NOW = Duration.ZERO;
  private static final short LOUD = lossless();

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .twiml(
              "/incoming-call",
              "<Connect action=\"/after\"><Stream url=\"wss://voice.example.test/media/t\""
                  + " statusCallback=\"/stream\"><Parameter name=\"a\" value=\"b &quot;c\"/>"
                  + "</Stream></Connect>")
          .twiml("/after", "<Say>Bye.</Say>")
          .page("/call-status", request -> WebResponse.noContent())
          .page("/stream", request -> WebResponse.noContent());
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void theStreamBeginsAsTheProtocolSays() throws Exception {
    TwilioCaller caller = call().silentFor(Duration.ofMillis(40));
    List<String> messages = socket().messages;
    assertEquals(
        "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}", messages.get(0));
    JsonNode start = JSON.readTree(messages.get(1));
    assertEquals("1", start.get("sequenceNumber").textValue());
    JsonNode content = start.get("start");
    assertEquals(caller.carrierId(), content.get("callSid").textValue());
    assertEquals(
        twilio.settings().get("TWILIO_ACCOUNT_SID"), content.get("accountSid").textValue());
    assertEquals(start.get("streamSid"), content.get("streamSid"));
    assertEquals("[\"inbound\"]", content.get("tracks").toString());
    assertEquals("b \"c", content.get("customParameters").get("a").textValue());
    assertEquals(
        JSON.readTree("{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}"),
        content.get("mediaFormat"));
    JsonNode second = JSON.readTree(messages.get(3));
    assertEquals("3", second.get("sequenceNumber").textValue());
    assertEquals("inbound", second.get("media").get("track").textValue());
    assertEquals("2", second.get("media").get("chunk").textValue());
    assertEquals("20", second.get("media").get("timestamp").textValue());
    byte[] silence = new byte[160];
    Arrays.fill(silence, (byte) 0xFF);
    assertArrayEquals(silence, payload(messages.get(3)));
  }

  @Test
  void theHandshakeIsSigned() {
    call().silentFor(NOW);
    WebRequest handshake =
        application.requests.stream()
            .filter(request -> request.path().equals("/media/t"))
            .findFirst()
            .orElseThrow();
    RequestValidator official = new RequestValidator(twilio.settings().get("TWILIO_AUTH_TOKEN"));
    assertTrue(
        official.validate(
            "wss://voice.example.test/media/t", Map.of(), handshake.header("X-Twilio-Signature")));
  }

  @Test
  void speechIsSentInFramesAndSilenceAfterIt() {
    TwilioCaller caller = call().speak(tone(400));
    caller.silentFor(Duration.ofMillis(80));
    List<String> media = socket().messagesOf("media");
    byte loud = encoded(LOUD);
    assertEquals(4, media.size());
    assertEquals(loud, payload(media.get(0))[0]);
    assertEquals(loud, payload(media.get(2))[79]);
    assertEquals((byte) 0xFF, payload(media.get(2))[80]);
    assertEquals((byte) 0xFF, payload(media.get(3))[0]);
    assertEquals(List.of(Kind.SPEAKING, Kind.SPOKEN), kinds(caller, Kind.SPEAKING, Kind.SPOKEN));
  }

  @Test
  void anEchoIsHeardToTheSample() {
    TwilioCaller caller = call().silentFor(NOW);
    FakeSocket socket = socket();
    socket.answers =
        message -> message.contains("\"media\"") ? List.of(media(payload(message))) : List.of();
    caller.speak(tone(240)).untilIdle();

    short[] heard = caller.heard();
    int begin = 20 * 8; // A frame is sent when it is complete, and comes back at once.
    short[] expected = new short[heard.length];
    Arrays.fill(expected, begin, begin + 240, LOUD);
    assertArrayEquals(expected, heard);
    assertEquals(Duration.ofMillis(20), event(caller, Kind.FIRST_AUDIO).at());
    assertEquals(List.of(), caller.alerts());
    assertArrayEquals(tone(240), Arrays.copyOf(caller.received(), 240));
  }

  @Test
  void aMarkComesBackWhenTheAudioBeforeItWasHeard() {
    TwilioCaller caller = call().silentFor(NOW);
    socket().send(media(new byte[80]));
    socket().send(mark("ten"));
    socket().send(media(new byte[8]));
    socket().send(mark("eleven"));
    caller.silentFor(Duration.ofNanos(9_999_999));
    assertEquals(0, socket().messagesOf("mark").size());
    caller.silentFor(Duration.ofNanos(1));
    assertEquals(1, socket().messagesOf("mark").size());
    caller.silentFor(Duration.ofMillis(1));
    assertEquals(2, socket().messagesOf("mark").size());
    TimelineEvent returned = event(caller, Kind.MARK_RETURNED);
    assertEquals("ten", returned.detail());
    assertEquals(Duration.ofMillis(10), returned.took());
  }

  @Test
  void aMarkOnAnEmptyBufferComesBackAtOnce() {
    call().silentFor(NOW);
    socket().send(mark("now"));
    assertTrue(socket().messagesOf("mark").get(0).contains("\"name\":\"now\""));
  }

  @Test
  void clearCutsWhatIsHeardAndReturnsTheMarks() {
    TwilioCaller caller = call().silentFor(NOW);
    socket().send(media(encoded(tone(800))));
    socket().send(mark("end"));
    caller.silentFor(Duration.ofMillis(33));
    socket().send(clear());
    assertEquals(1, socket().messagesOf("mark").size());
    caller.silentFor(Duration.ofMillis(67));

    short[] expected = new short[800];
    Arrays.fill(expected, 0, 33 * 8, LOUD);
    assertArrayEquals(expected, caller.heard());
    assertEquals(800, caller.received().length);
  }

  @Test
  void keysPressedOnAStreamComeOneByOne() {
    TwilioCaller caller = call().press("12");
    caller.silentFor(Duration.ofMillis(20));
    assertEquals(1, socket().messagesOf("dtmf").size());
    assertTrue(
        socket()
            .messagesOf("dtmf")
            .get(0)
            .endsWith("\"dtmf\":{\"track\":\"inbound_track\",\"digit\":\"1\"}}"));
    caller.silentFor(Duration.ofMillis(99));
    assertEquals(1, socket().messagesOf("dtmf").size());
    caller.silentFor(Duration.ofMillis(1));
    assertEquals(2, socket().messagesOf("dtmf").size());
  }

  @Test
  void whenTheServerClosesTheActionIsAskedAndDone() {
    TwilioCaller caller = call().untilIdle();
    socket().close(1000);
    caller.untilIdle();
    assertEquals(List.of("Connect", "Say"), caller.verbs());
    assertEquals(List.of("in-progress"), application.sent("/after", "CallStatus"));
    assertEquals(
        List.of("stream-started", "stream-stopped"), application.sent("/stream", "StreamEvent"));
    assertEquals(List.of(), caller.alerts());
    assertEquals(List.of("1000 "), socket().closings);
    assertEquals(0, socket().messagesOf("stop").size());
  }

  @Test
  void aCloseWithAnyOtherCodeIsAnError() {
    TwilioCaller caller = call().untilIdle();
    socket().close(1011);
    caller.untilIdle();
    assertEquals(31921, caller.alerts().get(0).code());
    assertEquals(List.of("Connect", "Say"), caller.verbs());
  }

  @Test
  void whoHangsUpStopsTheStreamBeforeItsSocketCloses() {
    TwilioCaller caller = call().untilIdle().hangUp().untilIdle();
    List<String> messages = socket().messages;
    assertTrue(messages.get(messages.size() - 1).contains("\"event\":\"stop\""));
    assertEquals(List.of("1000 "), socket().closings);
    assertFalse(application.paths().contains("/after"));
    assertEquals("completed", caller.status());
  }

  @Test
  void whereTheTestSaysSoTheActionIsAskedAfterAHangUp() {
    TwilioCaller caller = twilio.from("+14155550177").to("+14155550100").asksAfterHangUp().start();
    caller.untilIdle().hangUp().untilIdle();
    assertEquals(List.of("completed"), application.sent("/after", "CallStatus"));
    assertEquals(List.of("Connect"), caller.verbs());
  }

  @Test
  void aCutSocketEndsTheStreamWithoutAStop() {
    TwilioCaller caller = call().untilIdle().cutMedia().untilIdle();
    assertEquals(List.of("1006 the connection broke"), socket().closings);
    assertEquals(0, socket().messagesOf("stop").size());
    assertEquals(List.of("Connect", "Say"), caller.verbs());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aRefusedHandshakeIsAnErrorAndTheActionIsAsked() {
    application.refuseMedia(403, "no token");
    TwilioCaller caller = call().untilIdle();
    assertEquals(31920, caller.alerts().get(0).code());
    assertTrue(caller.alerts().get(0).text().contains("403"));
    assertEquals(List.of("stream-error"), application.sent("/stream", "StreamEvent"));
    assertEquals(List.of("Connect", "Say"), caller.verbs());
  }

  @Test
  void aStreamThatNeverOpensHangsUntilTheCallerHangsUp() {
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(new Misbehaviour.SocketNeverOpens())
            .start();
    caller.untilIdle().silentFor(Duration.ofMinutes(1));
    assertEquals(0, application.sockets.size());
    assertFalse(caller.isOver());
    caller.hangUp().untilIdle();
    assertEquals("completed", caller.status());
  }

  @Test
  void aStreamThatNeverStartsOnlyGreets() {
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(new Misbehaviour.SilentSocket())
            .start();
    caller.silentFor(Duration.ofSeconds(3));
    assertEquals(1, socket().messages.size());
    socket().close(1008);
    caller.untilIdle();
    assertEquals(List.of("Connect", "Say"), caller.verbs());
  }

  @Test
  void aStreamWithoutEndIsEndedByTheCarrierAfterFourHours() {
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(new Misbehaviour.SilentSocket())
            .start();
    caller.silentFor(Duration.ofHours(4).minusMinutes(1));
    assertFalse(caller.isOver());
    caller.silentFor(Duration.ofMinutes(2));
    assertTrue(caller.isOver());
    assertEquals("completed", caller.status());
  }

  @Test
  void aCarrierThatNeverAsksHangsAfterTheMedia() {
    TwilioCaller caller =
        twilio.from("+14155550177").to("+14155550100").neverAsksAfterMedia().start();
    caller.untilIdle();
    socket().close(1000);
    caller.untilIdle().silentFor(Duration.ofMinutes(1));
    assertFalse(application.paths().contains("/after"));
    assertFalse(caller.isOver());
  }

  @Test
  void whatTheCarrierDropsIsWarnedOfOnce() {
    TwilioCaller caller = call().silentFor(NOW);
    socket().send("{\"event\":\"media\",\"media\":{\"payload\":\"/w==\"}}");
    socket().send("hello");
    caller.silentFor(NOW);
    assertEquals(List.of(31951), caller.alerts().stream().map(Alert::code).toList());
    assertEquals(Alert.Level.WARNING, caller.alerts().get(0).level());
    assertEquals(0, caller.received().length);
  }

  @Test
  void aStreamIsIdleOnlyAfterASecondWithoutSound() {
    TwilioCaller caller = call().silentFor(NOW);
    socket().send(media(encoded(tone(8000))));
    caller.untilIdle();
    assertEquals(2 * 8000, caller.heard().length);
  }

  private TwilioCaller call() {
    return twilio.from("+14155550177").to("+14155550100").start();
  }

  private FakeSocket socket() {
    return application.sockets.get(0);
  }

  private String streamSid() {
    try {
      return JSON.readTree(socket().messages.get(1)).get("streamSid").textValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String media(byte[] audio) {
    return "{\"event\":\"media\",\"streamSid\":\""
        + streamSid()
        + "\",\"media\":{\"payload\":\""
        + Base64.getEncoder().encodeToString(audio)
        + "\"}}";
  }

  private String mark(String name) {
    return "{\"event\":\"mark\",\"streamSid\":\""
        + streamSid()
        + "\",\"mark\":{\"name\":\""
        + name
        + "\"}}";
  }

  private String clear() {
    return "{\"event\":\"clear\",\"streamSid\":\"" + streamSid() + "\"}";
  }

  private static byte[] payload(String message) {
    try {
      return JSON.readTree(message).get("media").get("payload").binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample that µ-law carries without a change. */
  private static short lossless() {
    short[] pcm = new short[1];
    G711.PCMU.decode(new byte[] {0x20}, 0, 1, pcm, 0);
    return pcm[0];
  }

  private static short[] tone(int samples) {
    short[] tone = new short[samples];
    Arrays.fill(tone, LOUD);
    return tone;
  }

  private static byte encoded(short sample) {
    return encoded(new short[] {sample})[0];
  }

  private static byte[] encoded(short[] pcm) {
    byte[] encoded = new byte[pcm.length];
    G711.PCMU.encode(pcm, 0, pcm.length, encoded, 0);
    return encoded;
  }

  private static TimelineEvent event(TwilioCaller caller, Kind kind) {
    return caller.events().stream().filter(event -> event.kind() == kind).findFirst().orElseThrow();
  }

  private static List<Kind> kinds(TwilioCaller caller, Kind... wanted) {
    return caller.events().stream()
        .map(TimelineEvent::kind)
        .filter(Arrays.asList(wanted)::contains)
        .toList();
  }
}
