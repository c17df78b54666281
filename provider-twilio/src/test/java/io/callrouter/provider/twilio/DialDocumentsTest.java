package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.DIAL_STATUS_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.RECORDING_STATUS_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.assertAnyDocument;
import static io.callrouter.provider.twilio.OfficialTwiml.assertDocument;
import static io.callrouter.provider.twilio.TwilioRequests.provider;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Client;
import com.twilio.twiml.voice.Conference;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Identity;
import com.twilio.twiml.voice.Number;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Sip;
import io.callrouter.call.Action;
import io.callrouter.call.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents that join a call with others are those of the official SDK. */
class DialDocumentsTest {
  private static final String PHONE = "+14155550122";
  private static final String SIP = "sip:sales@pbx.example.test:5061;transport=tls?X-A=1&X-B=2";

  private final TwilioProvider provider = provider();

  @Test
  void dialRingsAPhoneAndFollowsItsLeg() {
    assertDocument(
        response(dial(14400, 30, false, true).callerId("+14155550100").number(number(PHONE))),
        provider.dial(Action.dial(Target.phone(PHONE)).callerId("+14155550100"), STEP));
  }

  @Test
  void dialRingsASipAddressWithItsParametersAndHeaders() {
    assertDocument(
        response(dial(14400, 30, false, true).sip(sip(SIP))),
        provider.dial(Action.dial(Target.sip(SIP)), STEP));
  }

  @Test
  void dialRingsAClientAndHandsItParametersInTheOrderOfTheirNames() {
    assertDocument(
        response(
            dial(14400, 30, false, true)
                .client(
                    client("alice & \"bob\"")
                        .parameter(parameter("account", "<7>"))
                        .parameter(parameter("language", "de"))
                        .build())),
        provider.dial(
            Action.dial(
                Target.client("alice & \"bob\"").with("language", "de").with("account", "<7>")),
            STEP));
  }

  @Test
  void dialRingsItsTargetsInTheirOrderOneAfterAnother() {
    assertDocument(
        response(
            dial(14400, 20, true, true)
                .client(client("alice").build())
                .number(number(PHONE))
                .sip(sip(SIP))
                .number(number("+14155550123"))),
        provider.dial(
            Action.dial(
                    Target.client("alice"),
                    Target.phone(PHONE),
                    Target.sip(SIP),
                    Target.phone("+14155550123"))
                .inTurn(true)
                .ringTimeout(Duration.ofSeconds(20)),
            STEP));
  }

  @Test
  void dialThatIsRecordedReportsItsRecording() {
    assertDocument(
        response(
            dialled(600, 30, false, false)
                .record(Dial.Record.RECORD_FROM_ANSWER_DUAL)
                .recordingStatusCallback(RECORDING_STATUS_URL)
                .recordingStatusCallbackMethod(HttpMethod.POST)
                .recordingStatusCallbackEvents(
                    List.of(Dial.RecordingEvent.COMPLETED, Dial.RecordingEvent.ABSENT))
                .number(number(PHONE))),
        provider.dial(
            Action.dial(Target.phone(PHONE))
                .recorded(true)
                .answerOnBridge(false)
                .timeLimit(Duration.ofMinutes(10)),
            STEP));
  }

  @Test
  void clientsAndTheirParametersHoldAnyText() {
    Random random = new Random(Seed.VALUE);
    for (int round = 0; round < 300; round++) {
      String identity = "x" + TwilioRequests.randomText(random);
      String value = TwilioRequests.randomText(random);
      assertAnyDocument(
          response(
              dial(14400, 30, false, true)
                  .client(client(identity).parameter(parameter("a", value)).build())),
          provider.dial(Action.dial(Target.client(identity).with("a", value)), STEP),
          round);
    }
  }

  @Test
  void conferenceSaysHowItsParticipantTakesPart() {
    assertDocument(
        response(
            joined(14400)
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
                        .build())),
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
  void conferenceLetsItsParticipantHearAFileWhileHeWaits() {
    String music = "https://files.example.test/music.mp3?a=1&b=2";
    assertDocument(
        response(
            joined(14400)
                .conference(
                    room(Conference.Beep.TRUE)
                        .startConferenceOnEnter(false)
                        .endConferenceOnExit(true)
                        .waitUrl(music)
                        .waitMethod(HttpMethod.GET)
                        .record(Conference.Record.DO_NOT_RECORD)
                        .build())),
        provider.conference(
            Action.conference("room")
                .startOnEnter(false)
                .endOnExit(true)
                .waitAudio(URI.create(music)),
            STEP));
  }

  @Test
  void conferenceThatIsRecordedReportsItsRecording() {
    assertDocument(
        response(
            joined(3600)
                .conference(
                    room(Conference.Beep.TRUE)
                        .record(Conference.Record.RECORD_FROM_START)
                        .recordingStatusCallback(RECORDING_STATUS_URL)
                        .recordingStatusCallbackMethod(HttpMethod.POST)
                        .recordingStatusCallbackEvents(
                            List.of(
                                Conference.RecordingEvent.COMPLETED,
                                Conference.RecordingEvent.ABSENT))
                        .build())),
        provider.conference(
            Action.conference("room").recorded(true).timeLimit(Duration.ofHours(1)), STEP));
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS, TRUE", "ON_ENTER, ONENTER", "ON_EXIT, ONEXIT", "NEVER, FALSE"})
  void conferenceHasItsBeep(Action.Beep ours, Conference.Beep theirs) {
    assertDocument(
        response(
            joined(14400).conference(room(theirs).record(Conference.Record.DO_NOT_RECORD).build())),
        provider.conference(Action.conference("room").beep(ours), STEP));
  }

  private static VoiceResponse.Builder response(Dial.Builder dial) {
    return new VoiceResponse.Builder().dial(dial.build());
  }

  private static Dial.Builder dial(
      int timeLimit, int timeout, boolean sequential, boolean answerOnBridge) {
    return dialled(timeLimit, timeout, sequential, answerOnBridge)
        .record(Dial.Record.DO_NOT_RECORD);
  }

  private static Dial.Builder dialled(
      int timeLimit, int timeout, boolean sequential, boolean answerOnBridge) {
    return new Dial.Builder()
        .action(STEP_URL + "dial")
        .method(HttpMethod.POST)
        .timeLimit(timeLimit)
        .timeout(timeout)
        .sequential(sequential)
        .answerOnBridge(answerOnBridge);
  }

  private static Dial.Builder joined(int timeLimit) {
    return new Dial.Builder()
        .action(STEP_URL + "conference")
        .method(HttpMethod.POST)
        .timeLimit(timeLimit);
  }

  private static Conference.Builder room(Conference.Beep beep) {
    return new Conference.Builder("room")
        .muted(false)
        .beep(beep)
        .startConferenceOnEnter(true)
        .endConferenceOnExit(false);
  }

  private static Number number(String number) {
    return new Number.Builder(number)
        .statusCallback(DIAL_STATUS_URL)
        .statusCallbackMethod(HttpMethod.POST)
        .statusCallbackEvents(List.of(Number.Event.values()))
        .build();
  }

  private static Sip sip(String address) {
    return new Sip.Builder(address)
        .statusCallback(DIAL_STATUS_URL)
        .statusCallbackMethod(HttpMethod.POST)
        .statusCallbackEvents(List.of(Sip.Event.values()))
        .build();
  }

  private static Client.Builder client(String identity) {
    return new Client.Builder()
        .statusCallback(DIAL_STATUS_URL)
        .statusCallbackMethod(HttpMethod.POST)
        .statusCallbackEvents(List.of(Client.Event.values()))
        .identity(new Identity.Builder(identity).build());
  }

  private static Parameter parameter(String name, String value) {
    return new Parameter.Builder().name(name).value(value).build();
  }
}
