package io.callrouter.testkit.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.FakeHost.FakeSocket;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelnyxStreamTest {
  private static final String URL = "wss://voice.example.test/telnyx/media/call/1/token?a=b";
  private static final String STREAM = "\"stream_url\":\"" + URL + "\"";
  private static final String TAP = STREAM + ",\"stream_track\":\"both_tracks\"";
  private static final String RTP = STREAM + ",\"stream_bidirectional_mode\":\"rtp\"";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aStreamBeginsAsTheProtocolSays() {
    TelnyxCaller caller = call().start();
    host.command(caller.carrierId(), "answer", "{}");
    host.command(
        caller.carrierId(),
        "streaming_start",
        "{"
            + RTP
            + ",\"stream_codec\":\"PCMU\",\"stream_auth_token\":\"secret\",\"client_state\":\"eHk=\","
            + "\"custom_parameters\":[{\"name\":\"session\",\"value\":\"s-1\"}]}");
    time.advance(Duration.ofMillis(40));
    FakeSocket socket = host.sockets.get(0);
    JsonNode connected = socket.of("connected").get(0);
    assertEquals("1.0.0", connected.get("version").textValue());
    assertEquals("secret", connected.at("/connected/x-telnyx-streaming-auth-token").textValue());
    assertEquals(
        "secret",
        host.requests.stream()
            .filter(request -> request.method().equals("GET"))
            .findFirst()
            .orElseThrow()
            .header("X-Telnyx-Streaming-Auth-Token"));
    JsonNode start = socket.of("start").get(0);
    assertEquals("1", start.get("sequence_number").textValue());
    assertEquals(caller.carrierId(), start.at("/start/call_control_id").textValue());
    assertEquals("+14155550177", start.at("/start/from").textValue());
    assertEquals("+14155550100", start.at("/start/to").textValue());
    assertEquals("eHk=", start.at("/start/client_state").textValue());
    assertEquals("s-1", start.at("/start/custom_parameters/session").textValue());
    assertEquals(
        "{\"encoding\":\"PCMU\",\"sample_rate\":8000,\"channels\":1}",
        start.at("/start/media_format").toString());
    JsonNode media = socket.of("media").get(1);
    assertEquals("3", media.get("sequence_number").textValue());
    assertEquals(start.get("stream_id"), media.get("stream_id"));
    assertEquals("inbound", media.at("/media/track").textValue());
    assertEquals("2", media.at("/media/chunk").textValue());
    assertEquals("20", media.at("/media/timestamp").textValue());
    assertEquals(URL, host.last("streaming.started").get("stream_url").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "default, PCMU, 8000, 160",
    "PCMA, PCMA, 8000, 160",
    "L16, L16, 16000, 640",
  })
  void whatTheCallerSaysComesInTheCodecThatIsAskedFor(
      String asked, String encoding, int rate, int bytes) {
    opened(call(), "{" + STREAM + ",\"stream_codec\":\"" + asked + "\"}");
    time.advance(Duration.ofSeconds(1));
    JsonNode format = host.sockets.get(0).of("start").get(0).at("/start/media_format");
    assertEquals(encoding, format.get("encoding").textValue());
    assertEquals(rate, format.get("sample_rate").intValue());
    for (JsonNode media : host.sockets.get(0).of("media")) {
      assertEquals(bytes, payload(media).length);
    }
  }

  @Test
  void withoutAskingACodecItIsThatOfThePhone() {
    opened(call().speaksPcma(), "{" + STREAM + "}");
    assertEquals(
        "PCMA",
        host.sockets.get(0).of("start").get(0).at("/start/media_format/encoding").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, 8000, 160, false",
    "PCMA, 8000, 160, false",
    "L16, 8000, 320, false",
    "L16, 16000, 640, false",
    "L16, 16000, 640, true"
  })
  void whatComesBackInAnyFormatIsHeardAsItWasSaid(
      String codec, int rate, int bytes, boolean bigEndian) {
    TelnyxCallSetup setup = bigEndian ? call().bigEndianL16() : call();
    TelnyxCaller caller =
        streaming(
            setup,
            "{"
                + RTP
                + ",\"stream_codec\":\""
                + codec
                + "\",\"stream_bidirectional_codec\":\""
                + codec
                + "\",\"stream_bidirectional_sampling_rate\":"
                + rate
                + "}");
    caller.speak(tone(8000));
    FakeSocket socket = host.sockets.get(0);
    for (int frame = 0; frame < 60; frame++) {
      int before = socket.of("media").size();
      time.advance(Duration.ofMillis(20));
      List<JsonNode> media = socket.of("media");
      byte[] audio = payload(media.get(before));
      assertEquals(bytes, audio.length);
      send(socket, audio);
    }
    time.advance(Duration.ofSeconds(1));
    assertEquals(440, frequency(caller.heard()), 3);
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void l16HasTheLeastSignificantByteFirstUnlessTheTestSaysOtherwise() {
    TelnyxCaller caller = streaming(call(), "{" + STREAM + ",\"stream_codec\":\"L16\"}");
    caller.speak(constant(1000));
    time.advance(Duration.ofMillis(200));
    List<JsonNode> media = host.sockets.get(0).of("media");
    byte[] audio = payload(media.get(media.size() - 1));
    int sample = (short) ((audio[601] << 8) | (audio[600] & 0xff));
    assertEquals(1000, sample, 60);
  }

  @Test
  void rawAudioIsIgnoredWithoutAWordUnlessRtpIsAskedFor() {
    TelnyxCaller caller = streaming(call(), "{" + STREAM + "}");
    send(host.sockets.get(0), pcmu(160));
    time.advance(Duration.ofSeconds(1));
    assertEquals(0, caller.received().length);
    assertEquals(List.of(), host.sockets.get(0).of("error"));
    assertEquals(
        "raw audio is ignored without stream_bidirectional_mode rtp",
        caller.alerts().get(0).text());
  }

  @Test
  void aPieceOfLessThanAFrameIsNotPlayed() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    send(host.sockets.get(0), pcmu(159));
    send(host.sockets.get(0), pcmu(160));
    time.advance(Duration.ofSeconds(1));
    assertEquals(160, caller.received().length);
    assertEquals(List.of(), host.sockets.get(0).of("error"));
    assertEquals(Alert.Level.WARNING, caller.alerts().get(0).level());
  }

  @Test
  void aPieceOfMoreThanThirtySecondsIsRefused() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    send(host.sockets.get(0), pcmu(240_000));
    send(host.sockets.get(0), pcmu(240_001));
    time.runReady();
    assertEquals(240_000, caller.received().length);
    assertError(100_004, "invalid_media");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|100003",
        "[]|100003",
        "{\"event\":\"teleport\"}|100003",
        "{\"event\":\"media\",\"media\":{}}|100003",
        "{\"event\":\"mark\",\"mark\":{\"name\":7}}|100003",
        "{\"event\":\"media\",\"media\":{\"payload\":\"?\"}}|100004"
      })
  void aMessageThatMakesNoSenseIsAnsweredWithAnError(String message, int code) {
    streaming(call(), "{" + RTP + "}");
    host.sockets.get(0).send(message);
    time.runReady();
    assertError(code, code == 100_003 ? "malformed_frame" : "invalid_media");
    assertEquals(List.of(), host.sockets.get(0).closings);
  }

  @Test
  void aMarkComesBackWhenWhatIsBeforeItHasPlayed() {
    streaming(call(), "{" + RTP + "}");
    FakeSocket socket = host.sockets.get(0);
    socket.send("{\"event\":\"mark\",\"mark\":{\"name\":\"empty\"}}");
    send(socket, pcmu(800));
    socket.send("{\"event\":\"mark\",\"mark\":{\"name\":\"one\"}}");
    time.advance(Duration.ofMillis(99));
    assertEquals(List.of("empty"), marks(socket));
    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("empty", "one"), marks(socket));
  }

  @Test
  void aClearStopsWhatPlaysAndGivesTheMarksBack() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    FakeSocket socket = host.sockets.get(0);
    send(socket, pcmu(8000));
    socket.send("{\"event\":\"mark\",\"mark\":{\"name\":\"one\"}}");
    send(socket, pcmu(8000));
    socket.send("{\"event\":\"mark\",\"mark\":{\"name\":\"two\"}}");
    time.advance(Duration.ofMillis(500));
    socket.send("{\"event\":\"clear\"}");
    time.advance(Duration.ofSeconds(3));
    assertEquals(List.of("one", "two"), marks(socket));
    assertEquals(
        4000,
        IntStream.range(0, caller.heard().length).filter(i -> caller.heard()[i] != 0).count());
  }

  @Test
  void aKeyIsToldOnTheSocketAndByAnEvent() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    caller.press("5#");
    time.advance(Duration.ofSeconds(1));
    List<JsonNode> keys = host.sockets.get(0).of("dtmf");
    assertEquals("5", keys.get(0).at("/dtmf/digit").textValue());
    assertEquals("#", keys.get(1).at("/dtmf/digit").textValue());
    assertTrue(keys.get(0).get("occurred_at").textValue().startsWith("2026-01-01T12:00:00."));
    assertEquals(
        2, host.types(caller.carrierId()).stream().filter("call.dtmf.received"::equals).count());
  }

  @Test
  void aStreamThatIsStoppedSaysSoAndMakesRoomForTheNext() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    host.command(caller.carrierId(), "streaming_stop", "{}");
    time.runReady();
    FakeSocket socket = host.sockets.get(0);
    assertEquals(
        caller.carrierId(), socket.of("stop").get(0).at("/stop/call_control_id").textValue());
    assertEquals(List.of(1000), socket.closings);
    assertEquals(URL, host.last("streaming.stopped").get("stream_url").textValue());
    assertEquals("answered", caller.status());
    host.command(caller.carrierId(), "streaming_start", "{" + RTP + "}");
    time.runReady();
    assertEquals(2, host.sockets.size());
    assertEquals(1, host.sockets.get(1).of("start").size());
  }

  @Test
  void aSocketThatTheHostClosesEndsTheStreamAndNotTheCall() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    host.sockets.get(0).close(1000);
    time.runReady();
    assertEquals(URL, host.last("streaming.stopped").get("stream_url").textValue());
    assertEquals("answered", caller.status());
  }

  @Test
  void aSocketThatBreaksOffHasFailed() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    caller.cutMedia();
    time.runReady();
    assertFailed("connection_lost");
    assertEquals("answered", caller.status());
  }

  @Test
  void aSocketThatIsRefusedHasFailed() {
    host.refusingMedia();
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    assertFailed("connection_failed");
    assertEquals("answered", caller.status());
  }

  @Test
  void aHangUpEndsTheStreamInOrder() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    caller.hangUp();
    time.runReady();
    assertEquals(1, host.sockets.get(0).of("stop").size());
    assertEquals(List.of(1000), host.sockets.get(0).closings);
    assertTrue(
        host.types(caller.carrierId()).containsAll(List.of("streaming.stopped", "call.hangup")));
  }

  @Test
  void aSocketThatIsNeverOpenedIsNeverTold() {
    TelnyxCaller caller =
        streaming(call().misbehaving(new Misbehaviour.SocketNeverOpens()), "{" + RTP + "}");
    caller.untilIdle();
    assertEquals(List.of(), host.sockets);
    assertEquals(List.of("call.initiated", "call.answered"), host.types(caller.carrierId()));
  }

  @Test
  void aSilentSocketGreetsAndSaysNothingMore() {
    streaming(call().misbehaving(new Misbehaviour.SilentSocket()), "{" + RTP + "}");
    time.advance(Duration.ofSeconds(5));
    assertEquals(1, host.sockets.get(0).messages.size());
  }

  @Test
  void aStopWithoutACloseAndACloseWithoutAStop() {
    TelnyxCaller open =
        streaming(call().misbehaving(new Misbehaviour.StopWithoutClose()), "{" + RTP + "}");
    open.hangUp();
    TelnyxCaller closed =
        streaming(call().misbehaving(new Misbehaviour.CloseWithoutStop()), "{" + RTP + "}");
    closed.hangUp();
    time.runReady();
    assertEquals(1, host.sockets.get(0).of("stop").size());
    assertEquals(List.of(), host.sockets.get(0).closings);
    assertEquals(0, host.sockets.get(1).of("stop").size());
    assertEquals(List.of(1000), host.sockets.get(1).closings);
  }

  @Test
  void mediaThatIsLostOrInDisorderShowsInTheChunks() {
    streaming(call().misbehaving(new Misbehaviour.MissingMedia(3, 0.2)), "{" + RTP + "}");
    streaming(call().misbehaving(new Misbehaviour.DisorderedMedia(3, 0.2)), "{" + RTP + "}");
    time.advance(Duration.ofSeconds(2));
    List<Integer> missing = chunks(host.sockets.get(0));
    assertTrue(missing.size() < 95 && missing.size() > 60, missing.toString());
    assertEquals(missing.stream().sorted().toList(), missing);
    List<Integer> disordered = chunks(host.sockets.get(1));
    assertTrue(disordered.size() >= 99, disordered.toString());
    assertTrue(!disordered.stream().sorted().toList().equals(disordered), disordered.toString());
  }

  @Test
  void aStreamOfBothTracksBringsWhatTheCallerSaysAndLeavesItToOthers() {
    TelnyxCaller caller = streaming(call(), "{" + TAP + "}");
    host.command(
        caller.carrierId(), "record_start", "{\"format\":\"wav\",\"channels\":\"single\"}");
    host.command(caller.carrierId(), "gather", "{\"maximum_digits\":1}");
    caller.speak(constant(1000)).press("5");
    time.advance(Duration.ofSeconds(2));
    FakeSocket socket = host.sockets.get(0);
    List<JsonNode> inbound = track(socket, "inbound");
    List<JsonNode> outbound = track(socket, "outbound");
    assertEquals(inbound.size(), outbound.size());
    assertEquals("7", inbound.get(6).at("/media/chunk").textValue());
    assertEquals("7", outbound.get(6).at("/media/chunk").textValue());
    assertEquals(4000, sounding(inbound), 320);
    assertEquals(0, sounding(outbound));
    assertEquals("5", socket.of("dtmf").get(0).at("/dtmf/digit").textValue());
    assertEquals("5", host.last("call.gather.ended").get("digits").textValue());
    assertEquals(
        1, host.types(caller.carrierId()).stream().filter("call.dtmf.received"::equals).count());
    host.command(caller.carrierId(), "record_stop", "{}");
    short[] recorded = caller.recordings().get(0).audio().samples();
    int sounds = (int) IntStream.range(0, recorded.length).filter(i -> recorded[i] != 0).count();
    assertEquals(4000, sounds, 320);
  }

  @Test
  void aStreamOfBothTracksEndsLikeAnyOther() {
    TelnyxCaller caller = streaming(call(), "{" + TAP + "}");
    send(host.sockets.get(0), pcmu(160));
    host.sockets.get(0).send("{\"event\":\"mark\",\"mark\":{\"name\":\"m\"}}");
    host.command(caller.carrierId(), "streaming_stop", "{}");
    time.runReady();
    assertEquals(List.of("m"), marks(host.sockets.get(0)));
    assertEquals(1, host.sockets.get(0).of("stop").size());
    assertEquals(List.of(1000), host.sockets.get(0).closings);
    assertEquals(URL, host.last("streaming.stopped").get("stream_url").textValue());
    assertEquals(1, caller.alerts().size());
  }

  @Test
  void keysOfAStreamAreGatheredToo() {
    TelnyxCaller caller = streaming(call(), "{" + RTP + "}");
    host.command(caller.carrierId(), "gather", "{\"maximum_digits\":2}");
    caller.press("42");
    time.advance(Duration.ofSeconds(1));
    assertEquals(2, host.sockets.get(0).of("dtmf").size());
    assertEquals("42", host.last("call.gather.ended").get("digits").textValue());
  }

  @Test
  void aLegThatIsDialledCanStreamFromItsAnswer() {
    TelnyxCaller caller = call().answers("sip:agent@pbx.example.test").start();
    String leg = host.dial("sip:agent@pbx.example.test", "," + RTP);
    time.advance(Duration.ofSeconds(3));
    assertEquals("parked", caller.status());
    assertEquals(
        leg, host.sockets.get(0).of("start").get(0).at("/start/call_control_id").textValue());
  }

  private TelnyxCallSetup call() {
    return telnyx.from("+14155550177").to("+14155550100");
  }

  private void opened(TelnyxCallSetup setup, String answer) {
    streaming(setup, answer);
  }

  /** A call that was answered so. */
  private TelnyxCaller streaming(TelnyxCallSetup setup, String answer) {
    TelnyxCaller caller = setup.start();
    String plain = answer.replaceAll(",\"stream_bidirectional_sampling_rate\":[0-9]+", "");
    if (plain.equals(answer)) {
      host.command(caller.carrierId(), "answer", answer);
    } else {
      host.command(caller.carrierId(), "answer", "{}");
      host.command(caller.carrierId(), "streaming_start", answer);
    }
    time.runReady();
    return caller;
  }

  private void assertFailed(String reason) {
    JsonNode payload = host.last("streaming.failed");
    assertEquals(reason, payload.get("failure_reason").textValue());
    assertEquals("websocket", payload.get("stream_type").textValue());
    assertEquals(URL, payload.at("/stream_params/stream_url").textValue());
    assertEquals("inbound_track", payload.at("/stream_params/track").textValue());
  }

  private void assertError(int code, String title) {
    List<JsonNode> errors = host.sockets.get(0).of("error");
    assertEquals(1, errors.size());
    assertEquals(code, errors.get(0).at("/payload/code").intValue());
    assertEquals(title, errors.get(0).at("/payload/title").textValue());
    assertTrue(errors.get(0).get("stream_id").isTextual());
  }

  private static List<String> marks(FakeSocket socket) {
    return socket.of("mark").stream().map(mark -> mark.at("/mark/name").textValue()).toList();
  }

  private static List<JsonNode> track(FakeSocket socket, String track) {
    return socket.of("media").stream()
        .filter(media -> media.at("/media/track").textValue().equals(track))
        .toList();
  }

  /** How many samples are not silence. */
  private static int sounding(List<JsonNode> media) {
    return media.stream()
        .map(TelnyxStreamTest::payload)
        .mapToInt(
            audio ->
                (int) IntStream.range(0, audio.length).filter(i -> (audio[i] | 0x80) != -1).count())
        .sum();
  }

  private static List<Integer> chunks(FakeSocket socket) {
    return socket.of("media").stream()
        .map(media -> Integer.valueOf(media.at("/media/chunk").textValue()))
        .toList();
  }

  private static void send(FakeSocket socket, byte[] audio) {
    socket.send(
        "{\"event\":\"media\",\"media\":{\"payload\":\""
            + Base64.getEncoder().encodeToString(audio)
            + "\"}}");
  }

  private static byte[] payload(JsonNode media) {
    return Base64.getDecoder().decode(media.at("/media/payload").textValue());
  }

  private static byte[] pcmu(int samples) {
    byte[] audio = new byte[samples];
    Arrays.fill(audio, (byte) 0x20);
    return audio;
  }

  private static short[] tone(int samples) {
    short[] tone = new short[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / 8000.0));
    }
    return tone;
  }

  private static short[] constant(int value) {
    short[] samples = new short[4000];
    Arrays.fill(samples, (short) value);
    return samples;
  }

  /** By its passages from well below zero to well above it. */
  private static double frequency(short[] heard) {
    int first = -1;
    int last = -1;
    int passages = 0;
    boolean below = false;
    for (int i = 0; i < heard.length; i++) {
      if (below && heard[i] > 1000) {
        first = first < 0 ? i : first;
        last = i;
        passages++;
      }
      below = heard[i] < -1000 || (below && heard[i] <= 1000);
    }
    return passages < 2 ? 0 : (passages - 1) * 8000.0 / (last - first);
  }
}
