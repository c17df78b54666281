package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.twiml.VoiceResponse;
import io.callrouter.codec.G711;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.twilio.FakeApplication.FakeSocket;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that only bring audio, beside what the call does. */
class SimulatedTapTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MS = 8;
  private static final byte CALLER = 0x10;
  private static final byte HEARD = 0x20;
  private static final String START =
      "<Start><Stream name=\"tap\" track=\"both_tracks\" statusCallback=\"/stream\""
          + " url=\"wss://voice.example.test/media/t\"/></Start>";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .page("/call-status", request -> WebResponse.noContent())
          .page("/stream", request -> WebResponse.noContent());
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void close() {
    time.close();
  }

  private TwilioCaller call(String verbs) {
    application.twiml("/incoming-call", verbs);
    return twilio.from("+15550177").to("+15550100").start();
  }

  private static short[] tone(byte value, int ms) {
    byte[] audio = new byte[ms * MS];
    Arrays.fill(audio, value);
    short[] samples = new short[audio.length];
    G711.PCMU.decode(audio, 0, audio.length, samples, 0);
    return samples;
  }

  private static byte[] track(FakeSocket socket, String track) throws IOException {
    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    for (String message : socket.messagesOf("media")) {
      JsonNode media = JSON.readTree(message).get("media");
      if (media.get("track").textValue().equals(track)) {
        assertEquals(Integer.toString(audio.size() / MS), media.get("timestamp").textValue());
        assertEquals(Integer.toString(audio.size() / 160 + 1), media.get("chunk").textValue());
        audio.writeBytes(Base64.getDecoder().decode(media.get("payload").textValue()));
      }
    }
    return audio.toByteArray();
  }

  private static int count(byte[] audio, byte value) {
    int count = 0;
    for (byte one : audio) {
      count += one == value ? 1 : 0;
    }
    return count;
  }

  @Test
  void bothTracksAreBroughtWhileTheDocumentGoesOn() throws Exception {
    TwilioCaller caller = call(START + "<Say>Hello there.</Say><Pause length=\"2\"/>");
    caller.speak(tone(CALLER, 500)).untilIdle();

    assertEquals(List.of("Say", "Pause"), caller.verbs());
    FakeSocket socket = application.sockets.get(0);
    JsonNode start = JSON.readTree(socket.messages.get(1)).get("start");
    assertEquals("[\"inbound\",\"outbound\"]", start.get("tracks").toString());
    assertEquals(caller.carrierId(), start.get("callSid").textValue());
    byte[] said = track(socket, "inbound");
    assertEquals(500 * MS, count(Arrays.copyOf(said, 500 * MS), CALLER));
    assertEquals(500 * MS, count(said, CALLER));
    assertTrue(said.length >= 2500 * MS, said.length + " bytes");
    assertEquals(said.length, track(socket, "outbound").length);
    assertEquals(1, socket.messagesOf("stop").size());
    assertTrue(socket.closings.get(0).startsWith("1000"), socket.closings.toString());
    assertEquals(
        List.of("stream-started", "stream-stopped"), application.sent("/stream", "StreamEvent"));
    assertEquals(List.of("tap", "tap"), application.sent("/stream", "StreamName"));
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void itBringsWhatIsSaidToAndPlayedByAnotherStream() throws Exception {
    application.twiml("/after", "<Hangup/>");
    TwilioCaller caller =
        call(
            START
                + "<Connect action=\"/after\">"
                + "<Stream url=\"wss://voice.example.test/media/u\"/></Connect>");
    caller.speak(tone(CALLER, 300)).silentFor(Duration.ofMillis(100));
    FakeSocket twoWay = application.sockets.get(1);
    byte[] words = new byte[200 * MS];
    Arrays.fill(words, HEARD);
    String streamSid = JSON.readTree(twoWay.messages.get(1)).get("streamSid").textValue();
    twoWay.send(
        "{\"event\":\"media\",\"streamSid\":\""
            + streamSid
            + "\",\"media\":{\"payload\":\""
            + Base64.getEncoder().encodeToString(words)
            + "\"}}");
    caller.silentFor(Duration.ofSeconds(1)).hangUp().untilIdle();

    FakeSocket tap = application.sockets.get(0);
    byte[] said = track(tap, "inbound");
    assertArrayEquals(
        Arrays.copyOf(track(twoWay, "inbound"), 1000 * MS), Arrays.copyOf(said, 1000 * MS));
    assertEquals(300 * MS, count(said, CALLER));
    byte[] heard = track(tap, "outbound");
    assertEquals(200 * MS, count(heard, HEARD));
    assertEquals(200 * MS, count(Arrays.copyOfRange(heard, 100 * MS, 300 * MS), HEARD));
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void itIsStoppedByItsName() {
    TwilioCaller caller =
        call(
            START
                + "<Pause length=\"1\"/><Stop><Stream name=\"other\"/></Stop><Pause length=\"1\"/>"
                + "<Stop><Stream name=\"tap\"/></Stop><Pause length=\"5\"/>");
    caller.untilIdle();

    FakeSocket tap = application.sockets.get(0);
    assertEquals(1, tap.messagesOf("stop").size());
    int pairs = tap.messagesOf("media").size() / 2;
    assertTrue(pairs >= 98 && pairs <= 100, pairs + " pairs in 2 s");
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aMessageToItIsAnError() {
    TwilioCaller caller = call(START + "<Pause length=\"9\"/>").silentFor(Duration.ofSeconds(1));
    application.sockets.get(0).send("{\"event\":\"clear\",\"streamSid\":\"MZ1\"}");
    time.runReady();

    assertEquals(31924, caller.alerts().get(0).code());
  }

  @Test
  void itsEndIsNotTheCallsEnd() {
    TwilioCaller caller = call(START + "<Pause length=\"3\"/><Say>Still here.</Say>");
    caller.silentFor(Duration.ofSeconds(1)).cutTaps();
    caller.untilIdle();

    assertEquals(List.of("Still here."), caller.heardSpeech());
    assertEquals(List.of(), caller.alerts());
    assertEquals(
        List.of("stream-started", "stream-stopped"), application.sent("/stream", "StreamEvent"));
  }

  @Test
  void aThirdOneOrOneOfTheSameNameIsRefused() {
    TwilioCaller caller =
        call(
            START
                + START
                + START.replace("\"tap\"", "\"two\"")
                + START.replace("\"tap\"", "\"three\"")
                + "<Pause/>");
    caller.untilIdle();

    assertEquals(2, application.sockets.size());
    assertEquals(List.of(31900, 31900), caller.alerts().stream().map(Alert::code).toList());
  }

  @Test
  void aSocketThatIsRefusedIsAnErrorAndTheCallGoesOn() {
    application.refuseMedia(403, "no");
    TwilioCaller caller = call(START + "<Say>Still here.</Say>").untilIdle();

    assertEquals(31920, caller.alerts().get(0).code());
    assertEquals(List.of("Still here."), caller.heardSpeech());
    assertEquals(List.of("stream-error"), application.sent("/stream", "StreamEvent"));
  }

  @Test
  void whatTheOfficialSdkWritesIsRead() throws Exception {
    var stream =
        new com.twilio.twiml.voice.Stream.Builder()
            .name("tap")
            .url("wss://voice.example.test/media")
            .track(com.twilio.twiml.voice.Stream.Track.BOTH_TRACKS)
            .parameter(new com.twilio.twiml.voice.Parameter.Builder().name("a").value("b").build())
            .build();
    var named = new com.twilio.twiml.voice.Stream.Builder().name("tap").build();
    String twiml =
        new VoiceResponse.Builder()
            .start(new com.twilio.twiml.voice.Start.Builder().stream(stream).build())
            .stop(new com.twilio.twiml.voice.Stop.Builder().stream(named).build())
            .build()
            .toXml();

    assertEquals(
        List.of(
            new Start(
                new Connect.Stream(
                    URI.create("wss://voice.example.test/media"), "tap", Map.of("a", "b"), null)),
            new Stop("tap")),
        new TwimlParser(URI.create("https://voice.example.test/"))
            .parse(WebResponse.of(200, "text/xml", twiml)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Start/>",
        "<Start><Stream url=\"wss://voice.example.test/m\"/></Start>",
        "<Start><Stream track=\"both_tracks\" url=\"ws://voice.example.test/m\"/></Start>",
        "<Start><Recording/></Start>",
        "<Stop/>",
        "<Stop><Stream/></Stop>",
        "<Stop><Stream name=\"a\" track=\"both_tracks\"/></Stop>"
      })
  void whatIsNotSimulatedIsAFault(String verb) {
    TwilioCaller caller = call(verb).untilIdle();

    assertEquals(1, caller.alerts().size());
    assertEquals(Alert.Level.ERROR, caller.alerts().get(0).level());
  }
}
