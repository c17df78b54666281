package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Conference;
import com.twilio.twiml.voice.Connect;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Gather;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Number;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Pause;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Record;
import com.twilio.twiml.voice.Redirect;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Stream;
import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.Reason;
import io.callrouter.call.Speech;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebResponse;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Every document is the one that the classes of the official SDK write. */
class TwimlDocumentsTest {
  private static final StepReference REFERENCE = new StepReference("k3J9-_abcdefghij", 1, 4);
  private static final String MEDIA_TOKEN = "bWVkaWEtdG9rZW4_-";
  private static final Step STEP =
      new Step(
          new CallFacts(
              "k3J9-_abcdefghij",
              "k3J9-_abcdefghij",
              "twilio",
              CALL_SID,
              Direction.INBOUND,
              "+15550100001",
              "+15550100002",
              Instant.EPOCH,
              Map.of()),
          REFERENCE,
          MEDIA_TOKEN);
  private static final String STEP_URL =
      "https://voice.example.test/incoming-call/k3J9-_abcdefghij/1.4/";
  private static final String STREAM_STATUS_URL =
      "https://voice.example.test/stream-status/k3J9-_abcdefghij/1.4";

  private static final String RECORDING_STATUS_URL =
      "https://voice.example.test/recording-status/k3J9-_abcdefghij/1.4";

  private final TwilioProvider provider = provider();

  @Test
  void connectNamesActionAndMediaAddressWithToken() {
    assertDocument(
        new VoiceResponse.Builder()
            .connect(
                new Connect.Builder()
                    .action(STEP_URL + "connect").method(HttpMethod.POST).stream(
                            new Stream.Builder()
                                .url("wss://voice.example.test/media-stream/" + MEDIA_TOKEN)
                                .statusCallback(STREAM_STATUS_URL)
                                .build())
                        .build()),
        provider.connect(Action.connect("agent"), STEP));
  }

  @Test
  void connectAtOneExactAddressBringsTheTokenAsParameter() {
    TwilioProvider exact =
        TwilioProvider.of(
            "twilio", options().exactMediaUrl("wss://media.example.test/media-stream").build());
    assertDocument(
        new VoiceResponse.Builder()
            .connect(
                new Connect.Builder()
                    .action(STEP_URL + "connect").method(HttpMethod.POST).stream(
                            new Stream.Builder()
                                .url("wss://media.example.test/media-stream")
                                .statusCallback(STREAM_STATUS_URL)
                                .parameter(
                                    new Parameter.Builder()
                                        .name("token")
                                        .value(MEDIA_TOKEN)
                                        .build())
                                .build())
                        .build()),
        exact.connect(Action.connect("agent"), STEP));
  }

  @Test
  void parameterThatTwilioWouldDropIsRefused() {
    TwilioProvider exact =
        TwilioProvider.of("twilio", options().exactMediaUrl("wss://media.example.test").build());
    Step step = new Step(STEP.call(), REFERENCE, "t".repeat(495));
    assertThrows(
        IllegalArgumentException.class, () -> exact.connect(Action.connect("agent"), step));
  }

  @Test
  void nodeWithItsOwnMediaAddressNamesThatOne() {
    TwilioProvider node =
        TwilioProvider.of("sales", options().mediaUrl("wss://node-7.example.test/m/").build());
    String document = node.connect(Action.connect("agent"), STEP).text();
    assertTrue(
        document.contains("\"wss://node-7.example.test/m/sales/media-stream/" + MEDIA_TOKEN + "\""),
        document);
    assertTrue(
        document.contains(STEP_URL.replace("/incoming-call", "/sales/incoming-call")), document);
  }

  @Test
  void sayAsksNextAtItsStep() {
    assertDocument(
        new VoiceResponse.Builder().say(new Say.Builder("Hi & <bye>").build()).redirect(to("say")),
        provider.say(Action.say("Hi & <bye>"), STEP));
  }

  @Test
  void sayHasVoiceAndLanguage() {
    assertDocument(
        new VoiceResponse.Builder()
            .say(
                new Say.Builder("Grüezi")
                    .voice(Say.Voice.POLLY_VICKI)
                    .language(Say.Language.DE_DE)
                    .build())
            .redirect(to("say")),
        provider.say(Action.say("Grüezi").language("de-DE").voice("Polly.Vicki"), STEP));
  }

  @Test
  void sayHoldsAnyText() {
    Random random = new Random(Seed.VALUE);
    for (int round = 0; round < 300; round++) {
      String text = "x" + TwilioRequests.randomText(random);
      assertDocument(
          new VoiceResponse.Builder().say(new Say.Builder(text).build()).redirect(to("say")),
          provider.say(Action.say(text), STEP));
    }
  }

  @Test
  void attributesHoldAnyText() throws Exception {
    Random random = new Random(Seed.VALUE);
    for (int round = 0; round < 300; round++) {
      String voice = TwilioRequests.randomText(random) + "\t\r\n'";
      Document document = parsed(provider.say(Action.say("Hello").voice(voice), STEP).text());
      assertEquals(
          voice,
          document.getElementsByTagName("Say").item(0).getAttributes().item(0).getNodeValue(),
          Seed.named(round));
    }
  }

  @Test
  void charactersThatXmlCannotHoldAreReplaced() throws Exception {
    String document = provider.say(Action.say("a\u0000b\u001bc\ud800d\ufffee\rf"), STEP).text();
    assertEquals(
        "a\ufffdb\ufffdc\ufffdd\ufffde\rf",
        parsed(document).getElementsByTagName("Say").item(0).getTextContent());
  }

  @Test
  void playAsksNextAtItsStep() {
    String audio = "https://files.example.test/a.wav?x=1&y=2";
    assertDocument(
        new VoiceResponse.Builder().play(new Play.Builder(audio).build()).redirect(to("play")),
        provider.play(Action.play(URI.create(audio)), STEP));
  }

  @Test
  void gatherAsksNextAtItsStepWithOrWithoutDigits() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(gather("5", "#").numDigits(1).say(new Say.Builder("Press one").build()).build())
            .redirect(to("gather")),
        provider.gather(Action.gather("Press one").digits(1), STEP));
  }

  @Test
  void gatherHasTimeoutAndFinishKey() {
    assertDocument(
        new VoiceResponse.Builder().gather(gather("9", "*").build()).redirect(to("gather")),
        provider.gather(Action.gather().timeout(Duration.ofSeconds(9)).finishOn("*"), STEP));
  }

  @Test
  void gatherWithoutFinishKeyPlaysAPrompt() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(
                gather("5", "")
                    .play(new Play.Builder("https://files.example.test/p.wav").build())
                    .build())
            .redirect(to("gather")),
        provider.gather(
            Action.gather()
                .finishOn("")
                .prompt(Action.play(URI.create("https://files.example.test/p.wav"))),
            STEP));
  }

  @Test
  void gatherListensToSpeechInItsLanguage() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(
                new Gather.Builder()
                    .action(STEP_URL + "gather")
                    .method(HttpMethod.POST)
                    .timeout(5)
                    .finishOnKey("#")
                    .inputs(List.of(Gather.Input.DTMF, Gather.Input.SPEECH))
                    .language(Gather.Language.DE_DE)
                    .speechTimeout("auto")
                    .hints("ja & nein,\"doch\"")
                    .build())
            .redirect(to("gather")),
        provider.gather(
            Action.gather().speech(Speech.in("de-DE").hints(List.of("ja & nein", "\"doch\""))),
            STEP));
  }

  @Test
  void recordAsksNextAtItsStepAndReportsItsRecording() {
    assertDocument(
        new VoiceResponse.Builder()
            .record(
                new Record.Builder()
                    .action(STEP_URL + "record")
                    .method(HttpMethod.POST)
                    .maxLength(180)
                    .timeout(5)
                    .finishOnKey("#")
                    .playBeep(true)
                    .trim(Record.Trim.TRIM_SILENCE)
                    .recordingStatusCallback(RECORDING_STATUS_URL)
                    .recordingStatusCallbackMethod(HttpMethod.POST)
                    .recordingStatusCallbackEvents(
                        List.of(Record.RecordingEvent.COMPLETED, Record.RecordingEvent.ABSENT))
                    .build())
            .redirect(to("record")),
        provider.record(Action.record(Duration.ofMinutes(3)), STEP));
  }

  @Test
  void dialRingsItsTargetsAndFollowsTheirLegs() {
    String legs = STEP_URL.replace("incoming-call", "dial-status").replaceFirst("/$", "");
    assertDocument(
        new VoiceResponse.Builder()
            .dial(
                new Dial.Builder()
                    .action(STEP_URL + "dial")
                    .method(HttpMethod.POST)
                    .timeLimit(14400)
                    .timeout(30)
                    .sequential(false)
                    .answerOnBridge(true)
                    .callerId("+14155550100")
                    .record(Dial.Record.DO_NOT_RECORD)
                    .number(
                        new Number.Builder("+14155550122")
                            .statusCallback(legs)
                            .statusCallbackMethod(HttpMethod.POST)
                            .statusCallbackEvents(
                                List.of(
                                    Number.Event.INITIATED,
                                    Number.Event.RINGING,
                                    Number.Event.ANSWERED,
                                    Number.Event.COMPLETED))
                            .build())
                    .build()),
        provider.dial(Action.dial(Target.phone("+14155550122")).callerId("+14155550100"), STEP));
  }

  @Test
  void conferenceSaysHowItsParticipantTakesPart() {
    assertDocument(
        new VoiceResponse.Builder()
            .dial(
                new Dial.Builder()
                    .action(STEP_URL + "conference")
                    .method(HttpMethod.POST)
                    .timeLimit(14400)
                    .conference(
                        new Conference.Builder("a & b")
                            .muted(true)
                            .beep(Conference.Beep.ONENTER)
                            .startConferenceOnEnter(true)
                            .endConferenceOnExit(false)
                            .waitUrl("")
                            .waitMethod(HttpMethod.GET)
                            .participantLabel("host")
                            .maxParticipants(3)
                            .record(Conference.Record.DO_NOT_RECORD)
                            .build())
                    .build()),
        provider.conference(
            Action.conference("a & b")
                .muted(true)
                .beep(Action.Beep.ON_ENTER)
                .waitAudio(Action.Conference.SILENCE)
                .label("host")
                .maxParticipants(3),
            STEP));
  }

  @Test
  void whatTwilioDoesNotTakeIsRefused() {
    Target[] eleven = new Target[11];
    java.util.Arrays.fill(eleven, Target.client("a"));
    List<Runnable> renderings =
        List.of(
            () -> provider.dial(Action.dial(eleven), STEP),
            () -> provider.dial(Action.dial(Target.client("a".repeat(257))), STEP),
            () -> provider.conference(Action.conference("a").maxParticipants(251), STEP),
            () -> provider.conference(Action.conference("a").label("a".repeat(129)), STEP),
            () -> provider.record(Action.record(Duration.ofHours(25)), STEP),
            () ->
                provider.gather(
                    Action.gather().speech(Speech.in("en-US").hints(List.of("a".repeat(101)))),
                    STEP));
    for (Runnable rendering : renderings) {
      String message = assertThrows(IllegalArgumentException.class, rendering::run).getMessage();
      assertTrue(message.startsWith("Twilio "), message);
    }
  }

  private static Gather.Builder gather(String timeout, String finishOnKey) {
    return new Gather.Builder()
        .action(STEP_URL + "gather")
        .inputs(Gather.Input.DTMF)
        .method(HttpMethod.POST)
        .timeout(Integer.valueOf(timeout))
        .finishOnKey(finishOnKey);
  }

  @Test
  void pauseAsksNextAtItsStep() {
    assertDocument(
        new VoiceResponse.Builder()
            .pause(new Pause.Builder().length(7).build())
            .redirect(to("pause")),
        provider.pause(Action.pause(Duration.ofSeconds(7)), STEP));
  }

  @Test
  void rejectGivesItsReason() {
    assertDocument(
        new VoiceResponse.Builder().reject(new Reject.Builder().reason(Reject.Reason.BUSY).build()),
        provider.reject(Action.reject(Reason.BUSY), STEP));
    assertDocument(
        new VoiceResponse.Builder()
            .reject(new Reject.Builder().reason(Reject.Reason.REJECTED).build()),
        provider.reject(Action.reject(Reason.DECLINED), STEP));
  }

  @Test
  void hangupHangsUp() {
    assertDocument(
        new VoiceResponse.Builder().hangup(new Hangup.Builder().build()),
        provider.hangup(Action.hangup(), STEP));
  }

  @Test
  void redirectHandsTheCallToAnotherAddress() {
    String url = "https://other.example.test/twiml?a=1&b=2";
    assertDocument(
        new VoiceResponse.Builder()
            .redirect(new Redirect.Builder(url).method(HttpMethod.POST).build()),
        provider.custom(Action.custom("twilio:redirect", Map.of("url", url)), STEP));
    assertDocument(
        new VoiceResponse.Builder()
            .redirect(new Redirect.Builder(url).method(HttpMethod.GET).build()),
        provider.custom(
            Action.custom("twilio:redirect", Map.of("url", url, "method", "GET")), STEP));
  }

  @Test
  void redirectWithBadArgumentsIsRefusedByName() {
    for (Map<String, String> arguments :
        List.of(
            Map.<String, String>of(),
            Map.of("url", "/relative"),
            Map.of("url", "ftp://other.example.test/"),
            Map.of("url", "https://other.example.test/", "method", "PUT"),
            Map.of("url", "https://other.example.test/", "verb", "GET"))) {
      IllegalArgumentException exception =
          assertThrows(
              IllegalArgumentException.class,
              () -> provider.custom(Action.custom("twilio:redirect", arguments), STEP));
      assertTrue(exception.getMessage().contains("twilio:redirect"), exception.getMessage());
    }
  }

  @Test
  void otherCustomActionsAreUnsupported() {
    assertThrows(
        UnsupportedCapabilityException.class,
        () -> provider.custom(Action.custom("twilio:refer", Map.of()), STEP));
  }

  @Test
  void documentLongerThanTwilioTakesIsRefused() {
    assertDoesNotThrow(() -> provider.say(Action.say("é".repeat(31_800)), STEP));
    IllegalArgumentException exception =
        assertThrows(
            IllegalArgumentException.class,
            () -> provider.say(Action.say("é".repeat(32_000)), STEP));
    assertTrue(exception.getMessage().contains("64000"), exception.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "é"})
  void idThatDoesNotFitIntoAPathIsRefused(String id) {
    TwilioOptions options = options().build();
    assertThrows(IllegalArgumentException.class, () -> TwilioProvider.of(id, options));
  }

  @Test
  void summarySaysWhatToEnterAndHidesTokens() {
    String summary = String.join("\n", provider.summary());
    assertTrue(summary.contains("https://voice.example.test/incoming-call"), summary);
    assertTrue(summary.contains("https://voice.example.test/call-status"), summary);
    assertTrue(summary.contains("wss://voice.example.test/media-stream/"), summary);
    assertTrue(options().build().toString().contains(ACCOUNT_SID));
  }

  private static Redirect to(String kind) {
    return new Redirect.Builder(STEP_URL + kind).method(HttpMethod.POST).build();
  }

  private static void assertDocument(VoiceResponse.Builder expected, WebResponse actual) {
    assertEquals(200, actual.status());
    assertEquals("text/xml;charset=utf-8", actual.contentType());
    assertEquals(canonical(expected.build().toXml()), canonical(actual.text()));
  }

  /** Without what XML leaves open: order of attributes, quotes, forms of escapes. */
  private static String canonical(String xml) {
    try {
      StringWriter text = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(parsed(xml)), new StreamResult(text));
      return text.toString();
    } catch (Exception e) {
      throw new AssertionError(xml, e);
    }
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
