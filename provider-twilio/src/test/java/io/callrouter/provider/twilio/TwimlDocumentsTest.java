package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.MEDIA_TOKEN;
import static io.callrouter.provider.twilio.OfficialTwiml.REFERENCE;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.STREAM_STATUS_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.assertAnyDocument;
import static io.callrouter.provider.twilio.OfficialTwiml.assertDocument;
import static io.callrouter.provider.twilio.OfficialTwiml.parsed;
import static io.callrouter.provider.twilio.OfficialTwiml.to;
import static io.callrouter.provider.twilio.OfficialTwiml.words;
import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Connect;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Pause;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Redirect;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Stream;
import io.callrouter.call.Action;
import io.callrouter.call.Reason;
import io.callrouter.call.Speech;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Every document is the one that the classes of the official SDK write. */
class TwimlDocumentsTest {
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
    Step step = new Step(STEP.call(), STEP.state(), REFERENCE, "t".repeat(495));
    assertThrows(
        IllegalArgumentException.class, () -> exact.connect(Action.connect("agent"), step));
  }

  @Test
  void nodeWithItsOwnMediaAddressNamesThatOne() {
    TwilioProvider node =
        TwilioProvider.of("sales", options().mediaUrl("wss://node-7.example.test/m/").build());
    String document = words(node.connect(Action.connect("agent"), STEP)).text();
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
      assertAnyDocument(
          new VoiceResponse.Builder().say(new Say.Builder(text).build()).redirect(to("say")),
          provider.say(Action.say(text), STEP),
          round);
    }
  }

  @Test
  void attributesHoldAnyText() throws Exception {
    Random random = new Random(Seed.VALUE);
    for (int round = 0; round < 300; round++) {
      String voice = TwilioRequests.randomText(random) + "\t\r\n'";
      Document document =
          parsed(words(provider.say(Action.say("Hello").voice(voice), STEP)).text());
      assertEquals(
          voice,
          document.getElementsByTagName("Say").item(0).getAttributes().item(0).getNodeValue(),
          Seed.named(round));
    }
  }

  @Test
  void charactersThatXmlCannotHoldAreReplaced() throws Exception {
    String document =
        words(provider.say(Action.say("a\u0000b\u001bc\ud800d\ufffee\rf"), STEP)).text();
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
            () -> provider.record(Action.record(Duration.ofSeconds(1)), STEP),
            () ->
                provider.gather(
                    Action.gather().speech(Speech.in("en-US").hints(List.of("a".repeat(101)))),
                    STEP));
    for (Runnable rendering : renderings) {
      String message = assertThrows(IllegalArgumentException.class, rendering::run).getMessage();
      assertTrue(message.startsWith("Twilio "), message);
    }
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
}
