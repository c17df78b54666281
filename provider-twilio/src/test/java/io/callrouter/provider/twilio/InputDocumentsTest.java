package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.RECORDING_STATUS_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.assertDocument;
import static io.callrouter.provider.twilio.OfficialTwiml.to;
import static io.callrouter.provider.twilio.TwilioRequests.provider;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Gather;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Record;
import com.twilio.twiml.voice.Say;
import io.callrouter.call.Action;
import io.callrouter.call.Speech;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents that take what the caller presses and says are those of the official SDK. */
class InputDocumentsTest {
  private final TwilioProvider provider = provider();

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
  void gatherListensToKeysAndSpeechInItsLanguage() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(
                heard(Gather.Input.DTMF, Gather.Input.SPEECH)
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
  void gatherListensToSpeechAloneUpToAPause() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(
                heard(Gather.Input.SPEECH)
                    .language(Gather.Language.EN_US)
                    .speechTimeout("2")
                    .say(new Say.Builder("What may we do?").build())
                    .build())
            .redirect(to("gather")),
        provider.gather(
            Action.gather("What may we do?")
                .speech(Speech.in("en-US").keys(false).silence(Duration.ofSeconds(2))),
            STEP));
  }

  @Test
  void gatherTakesACountOfKeysOrSpeech() {
    assertDocument(
        new VoiceResponse.Builder()
            .gather(
                heard(Gather.Input.DTMF, Gather.Input.SPEECH)
                    .numDigits(1)
                    .language(Gather.Language.EN_US)
                    .speechTimeout("auto")
                    .play(new Play.Builder("https://files.example.test/p.wav").build())
                    .build())
            .redirect(to("gather")),
        provider.gather(
            Action.gather()
                .digits(1)
                .speech()
                .prompt(Action.play(URI.create("https://files.example.test/p.wav"))),
            STEP));
  }

  @Test
  void recordAsksNextAtItsStepAndReportsItsRecording() {
    assertDocument(
        new VoiceResponse.Builder()
            .record(
                recorded()
                    .maxLength(180)
                    .timeout(5)
                    .finishOnKey("#")
                    .playBeep(true)
                    .trim(Record.Trim.TRIM_SILENCE)
                    .build())
            .redirect(to("record")),
        provider.record(Action.record(Duration.ofMinutes(3)), STEP));
  }

  @Test
  void recordHasItsOwnPauseAndKeysAndNeedsNoBeep() {
    assertDocument(
        new VoiceResponse.Builder()
            .record(
                recorded()
                    .maxLength(86_400)
                    .timeout(60)
                    .finishOnKey("1*")
                    .playBeep(false)
                    .trim(Record.Trim.DO_NOT_TRIM)
                    .build())
            .redirect(to("record")),
        provider.record(
            Action.record(Duration.ofHours(24))
                .silence(Duration.ofMinutes(1))
                .finishOn("1*")
                .beep(false)
                .trim(false),
            STEP));
  }

  @Test
  void recordThatNoKeyEndsSaysSo() {
    assertDocument(
        new VoiceResponse.Builder()
            .record(
                recorded()
                    .maxLength(2)
                    .timeout(5)
                    .finishOnKey("")
                    .playBeep(true)
                    .trim(Record.Trim.TRIM_SILENCE)
                    .build())
            .redirect(to("record")),
        provider.record(Action.record(Duration.ofSeconds(2)).finishOn(""), STEP));
  }

  private static Gather.Builder gather(String timeout, String finishOnKey) {
    return new Gather.Builder()
        .action(STEP_URL + "gather")
        .inputs(Gather.Input.DTMF)
        .method(HttpMethod.POST)
        .timeout(Integer.valueOf(timeout))
        .finishOnKey(finishOnKey);
  }

  private static Gather.Builder heard(Gather.Input... inputs) {
    return new Gather.Builder()
        .action(STEP_URL + "gather")
        .inputs(List.of(inputs))
        .method(HttpMethod.POST)
        .timeout(5)
        .finishOnKey("#");
  }

  private static Record.Builder recorded() {
    return new Record.Builder()
        .action(STEP_URL + "record")
        .method(HttpMethod.POST)
        .recordingStatusCallback(RECORDING_STATUS_URL)
        .recordingStatusCallbackMethod(HttpMethod.POST)
        .recordingStatusCallbackEvents(
            List.of(Record.RecordingEvent.COMPLETED, Record.RecordingEvent.ABSENT));
  }
}
