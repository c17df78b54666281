package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwimlParserTest {
  private static final URI ADDRESS = URI.create("https://voice.example.test/incoming-call");
  private static final URI NEXT = URI.create("https://voice.example.test/next?a=1&b=2");

  @Test
  void readsWhatTheOfficialSdkWritesForAGather() throws Exception {
    var gather =
        new com.twilio.twiml.voice.Gather.Builder()
            .action(NEXT)
            .method(HttpMethod.GET)
            .numDigits(4)
            .timeout(7)
            .finishOnKey("")
            .actionOnEmptyResult(true)
            .say(new com.twilio.twiml.voice.Say.Builder("Ahoy & <bye>").build())
            .play(new com.twilio.twiml.voice.Play.Builder(URI.create("/a.wav")).loop(2).build())
            .pause(new com.twilio.twiml.voice.Pause.Builder().length(3).build())
            .build();

    assertEquals(
        List.of(
            new Gather(
                List.of(
                    new Say("Ahoy & <bye>", 1),
                    new Play(URI.create("https://voice.example.test/a.wav"), "", 2),
                    new Pause(Duration.ofSeconds(3))),
                new Gather.Keys(4, ""),
                null,
                Duration.ofSeconds(7),
                true,
                new NextDocument("GET", NEXT, Map.of()))),
        parse(new VoiceResponse.Builder().gather(gather).build().toXml()));
  }

  @ParameterizedTest
  @CsvSource({"auto, 1", "3, 3", ", 7"})
  void readsWhatTheOfficialSdkWritesForAGatherThatListens(@Nullable String pause, int seconds)
      throws Exception {
    var gather =
        new com.twilio.twiml.voice.Gather.Builder()
            .inputs(com.twilio.twiml.voice.Gather.Input.SPEECH)
            .action(NEXT)
            .timeout(7)
            .hints("sales, support")
            .language(com.twilio.twiml.voice.Gather.Language.DE_DE)
            .speechTimeout(pause)
            .build();

    assertEquals(
        List.of(
            new Gather(
                List.of(),
                null,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(7),
                false,
                new NextDocument("POST", NEXT, Map.of()))),
        parse(new VoiceResponse.Builder().gather(gather).build().toXml()));
  }

  @Test
  void readsWhatTheOfficialSdkWritesForARecord() throws Exception {
    var record =
        new com.twilio.twiml.voice.Record.Builder()
            .action(NEXT)
            .method(HttpMethod.GET)
            .maxLength(60)
            .timeout(3)
            .finishOnKey("#")
            .playBeep(false)
            .trim(com.twilio.twiml.voice.Record.Trim.DO_NOT_TRIM)
            .recordingStatusCallback("/ready")
            .recordingStatusCallbackEvents(
                List.of(
                    com.twilio.twiml.voice.Record.RecordingEvent.COMPLETED,
                    com.twilio.twiml.voice.Record.RecordingEvent.ABSENT))
            .build();

    assertEquals(
        List.of(
            new Record(
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                "#",
                false,
                false,
                new RecordingStatus(
                    new NextDocument(
                        "POST", URI.create("https://voice.example.test/ready"), Map.of()),
                    Set.of("absent", "completed")),
                new NextDocument("GET", NEXT, Map.of()))),
        parse(new VoiceResponse.Builder().record(record).build().toXml()));
  }

  @Test
  void aRecordHasTheCarriersDefaults() throws Exception {
    assertEquals(
        List.of(
            new Record(
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                "1234567890*#",
                true,
                true,
                null,
                new NextDocument("POST", ADDRESS, Map.of()))),
        parse("<Response><Record/></Response>"));
  }

  @Test
  void readsWhatTheOfficialSdkWritesForAStream() throws Exception {
    var stream =
        new com.twilio.twiml.voice.Stream.Builder()
            .url("wss://voice.example.test/media-stream/t0k3n")
            .statusCallback("https://voice.example.test/stream-status")
            .parameter(
                new com.twilio.twiml.voice.Parameter.Builder().name("token").value("\"x\"").build())
            .build();
    var connect =
        new com.twilio.twiml.voice.Connect.Builder()
            .action(NEXT).method(HttpMethod.POST).stream(stream).build();

    assertEquals(
        List.of(
            new Connect(
                new Connect.Stream(
                    URI.create("wss://voice.example.test/media-stream/t0k3n"),
                    null,
                    Map.of("token", "\"x\""),
                    new NextDocument(
                        "POST", URI.create("https://voice.example.test/stream-status"), Map.of())),
                new NextDocument("POST", NEXT, Map.of()))),
        parse(new VoiceResponse.Builder().connect(connect).build().toXml()));
  }

  @Test
  void readsEveryDocumentThatTheLibraryForNodeWrote() throws Exception {
    List<String> lines = NodeLibrary.TWILIO.committed("documents.jsonl").lines().toList();
    assertFalse(lines.isEmpty());
    for (String line : lines) {
      String xml = new ObjectMapper().readTree(line).get("xml").textValue();
      assertFalse(parse(xml).isEmpty(), xml);
    }
  }

  @Test
  void readsWhatTheOfficialSdkWritesForTheSmallVerbs() throws Exception {
    String xml =
        new VoiceResponse.Builder()
            .say(
                new com.twilio.twiml.voice.Say.Builder("Hello")
                    .voice(com.twilio.twiml.voice.Say.Voice.ALICE)
                    .language(com.twilio.twiml.voice.Say.Language.EN_GB)
                    .loop(0)
                    .build())
            .play(new com.twilio.twiml.voice.Play.Builder().digits("ww12#").build())
            .redirect(new com.twilio.twiml.voice.Redirect.Builder(NEXT).build())
            .hangup(new com.twilio.twiml.voice.Hangup.Builder().build())
            .build()
            .toXml();

    assertEquals(
        List.of(
            new Say("Hello", 0),
            new Play(null, "ww12#", 1),
            new Redirect(new NextDocument("POST", NEXT, Map.of())),
            new Hangup()),
        parse(xml));
    var busy =
        new com.twilio.twiml.voice.Reject.Builder()
            .reason(com.twilio.twiml.voice.Reject.Reason.BUSY)
            .build();
    assertEquals(
        List.of(new Reject("busy")),
        parse(new VoiceResponse.Builder().reject(busy).build().toXml()));
  }

  @Test
  void speechMarkupIsSpokenAsItsText() throws Exception {
    assertEquals(
        List.of(new Say("Room one zero.", 1)),
        parse(
            "<Response><Say>Room <say-as interpret-as=\"digits\">one zero</say-as>.</Say></Response>"));
  }

  @Test
  void anActionDefaultsToTheDocumentItself() throws Exception {
    Gather gather = assertInstanceOf(Gather.class, parse("<Response><Gather/></Response>").get(0));
    assertEquals(new NextDocument("POST", ADDRESS, Map.of()), gather.action());
    assertEquals(new Gather.Keys(0, "#"), gather.keys());
    assertNull(gather.speechPause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Response><Dance/></Response>",
        "<Response><Dial>+14155550122</Dial></Response>",
        "<Response><say>hello</say></Response>",
        "<Response><Say Voice=\"alice\">hello</Say></Response>",
        "<Response><Say loop=\"-1\">hello</Say></Response>",
        "<Response><Say><Play>/a.wav</Play></Say></Response>",
        "<Response>hello</Response>",
        "<Response><Gather timeout=\"soon\"/></Response>",
        "<Response><Gather finishOnKey=\"12\"/></Response>",
        "<Response><Gather><Redirect>/x</Redirect></Gather></Response>",
        "<Response><Gather method=\"PUT\"/></Response>",
        "<Response><Gather input=\"sms\"/></Response>",
        "<Response><Record maxLength=\"1\"/></Response>",
        "<Response><Record timeout=\"0\"/></Response>",
        "<Response><Record finishOnKey=\"a\"/></Response>",
        "<Response><Record trim=\"true\"/></Response>",
        "<Response><Record transcribe=\"true\"/></Response>",
        "<Response><Record><Say>hello</Say></Record></Response>",
        "<Response><Record recordingStatusCallback=\"/r\" recordingStatusCallbackEvent=\"ready\"/></Response>",
        "<Response><Gather input=\"speech\" speechTimeout=\"soon\"/></Response>",
        "<Response><Gather input=\"speech\" partialResultCallback=\"/part\"/></Response>",
        "<Response><Pause length=\"0\"/></Response>",
        "<Response><Play digits=\"a\"/></Response>",
        "<Response><Play/></Response>",
        "<Response><Redirect/></Response>",
        "<Response><Redirect>mailto:a@b</Redirect></Response>",
        "<Response><Hangup now=\"true\"/></Response>",
        "<Response><Pause/><Reject/></Response>",
        "<Response><Reject reason=\"tired\"/></Response>",
        "<Response><Connect/></Response>",
        "<Response><Connect><Stream url=\"wss://a.test/\" track=\"both_tracks\"/></Connect></Response>",
        "<Response><Connect><Stream url=\"wss://a.test/\" secret=\"x\"/></Connect></Response>",
        "<Response><Connect><Stream url=\"wss://a.test/\"><Parameter value=\"x\"/></Stream></Connect></Response>"
      })
  void whatIsNoTwimlOfThisKindBreaksTheSchema(String xml) {
    assertEquals(TwimlFault.SCHEMA, assertThrows(TwimlFault.class, () -> parse(xml)).code());
  }

  @ParameterizedTest
  @CsvSource({
    "ws://voice.example.test/media, 31922",
    "https://voice.example.test/media, 31922",
    "wss://voice.example.test/media?token=x, 31920",
    "wss:media, 31923",
    "'wss://voice example/', 31923"
  })
  void aStreamsUrlIsRefusedAsTheCarrierDoes(String url, int code) {
    String xml = "<Response><Connect><Stream url=\"" + url + "\"/></Connect></Response>";
    assertEquals(code, assertThrows(TwimlFault.class, () -> parse(xml)).code());
  }

  @Test
  void aParameterOfMoreThan500CharactersIsRefused() {
    String xml =
        "<Response><Connect><Stream url=\"wss://a.test/\"><Parameter name=\"n\" value=\""
            + "v".repeat(500)
            + "\"/></Stream></Connect></Response>";
    assertEquals(TwimlFault.SCHEMA, assertThrows(TwimlFault.class, () -> parse(xml)).code());
  }

  @Test
  void aDocumentTypeIsRefusedBeforeItsEntitiesAreRead() {
    String xml =
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Response><Say>&x;</Say></Response>";
    assertEquals(TwimlFault.PARSE, assertThrows(TwimlFault.class, () -> parse(xml)).code());
  }

  @ParameterizedTest
  @CsvSource({
    "200, text/xml, '', 12100",
    "200, text/xml, ' <?xml version=\"1.0\"?><Response/>', 12100",
    "200, text/xml, <Response>, 12100",
    "200, text/xml, <Reply/>, 12102",
    "200, text/plain, <Response/>, 12300",
    "200, '', <Response/>, 12300",
    "404, text/xml, <Response/>, 11200",
    "302, text/xml, <Response/>, 11200"
  })
  void anAnswerThatIsNoTwimlHasTheCarriersErrorCode(
      int status, String type, String body, int code) {
    WebResponse answer = WebResponse.of(status, type, body);
    assertEquals(
        code, assertThrows(TwimlFault.class, () -> new TwimlParser(ADDRESS).parse(answer)).code());
  }

  @Test
  void anAnswerMayHave64KilobytesAndNoMore() throws Exception {
    String frame = "<Response><Say></Say></Response>";
    String text = "a".repeat(64 * 1024 - frame.length());
    assertEquals(1, parse(frame.replace("></S", ">" + text + "</S")).size());

    String more = frame.replace("></S", ">" + text + "a</S");
    assertEquals(TwimlFault.TOO_LARGE, assertThrows(TwimlFault.class, () -> parse(more)).code());
  }

  @Test
  void anEmptyResponseHasNoVerbs() throws Exception {
    assertTrue(parse("<Response/>").isEmpty());
  }

  private static List<Verb> parse(String xml) throws TwimlFault {
    return new TwimlParser(ADDRESS).parse(WebResponse.of(200, "text/xml", xml));
  }
}
