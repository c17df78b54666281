package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A recording of what the caller says. */
class SimulatedRecordTest {
  private static final String CALL = "/incoming-call";
  private static final String DONE = "/done";
  private static final String READY = "/ready";
  private static final int MS = 8;
  private static final int BEEP_MS = 500;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .page("/call-status", request -> WebResponse.noContent())
          .page(READY, request -> WebResponse.noContent())
          .twiml(DONE, "<Say>Thank you.</Say>");
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void everyRequestIsGenuineToTheOfficialSdk() {
    OfficialSignatures.assertGenuine(twilio, application);
    time.close();
  }

  @Test
  void aRecordingWaitsForTheCallerAndEndsByHisSilence() {
    recording("timeout=\"3\"");
    TwilioCaller caller = call().untilIdle();
    assertFalse(caller.isOver(), "it waits for the caller");
    caller.speak(tone(2000)).untilIdle();

    assertEquals(List.of("Record", "Say"), caller.verbs());
    assertEquals(List.of(CALL, DONE, "/call-status"), withoutStatus());
    assertEquals(List.of("5"), application.sent(DONE, "RecordingDuration"));
    assertEquals(List.of(""), application.sent(DONE, "Digits"));
    assertEquals(Duration.ofMillis(BEEP_MS + 2000 + 3000), at(caller, Kind.RECORDED));
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whatIsKeptIsWhatWasSaidWithoutTheSilenceAroundIt() {
    recording("timeout=\"3\"");
    short[] message = concat(new short[900 * MS], tone(800), new short[400 * MS], tone(300));
    TwilioCaller caller = call().speak(message).untilIdle();
    CallRecording kept = caller.recordings().get(0);
    assertEquals(8000, kept.audio().sampleRateHz());
    short[] expected = Arrays.copyOfRange(message, 900 * MS, message.length);
    assertEquals(1, caller.recordings().size());
    assertNearly(expected, kept.audio().samples());
    assertEquals(Arrays.asList(null, "2"), application.sent(READY, "RecordingDuration"), "1.5 s");
    assertEquals(List.of("6"), application.sent(DONE, "RecordingDuration"), "5.4 s untrimmed");
  }

  @Test
  void silenceStaysWhereThatIsWanted() {
    recording("timeout=\"3\" trim=\"do-not-trim\"");
    TwilioCaller caller = call().untilIdle().silentFor(Duration.ofSeconds(1));
    caller.speak(tone(1000)).untilIdle();
    assertNearly(
        concat(new short[1000 * MS], tone(1000), new short[3000 * MS]),
        caller.recordings().get(0).audio().samples());
    assertEquals(List.of("5"), application.sent(DONE, "RecordingDuration"));
    assertEquals(Arrays.asList(null, "5"), application.sent(READY, "RecordingDuration"));
  }

  @Test
  void aPauseInTheMiddleEndsItWhenItIsLongEnough() {
    recording("timeout=\"2\"");
    TwilioCaller caller =
        call().speak(concat(tone(500), new short[2500 * MS], tone(500))).untilIdle();
    assertNearly(tone(500), caller.recordings().get(0).audio().samples());
    assertEquals(Duration.ofMillis(BEEP_MS + 2500), at(caller, Kind.RECORDED));
  }

  @Test
  void itIsCutAtItsGreatestLength() {
    recording("maxLength=\"2\"");
    TwilioCaller caller = call().speak(tone(5000)).untilIdle();
    assertNearly(tone(2000), caller.recordings().get(0).audio().samples());
    assertEquals(List.of("2"), application.sent(DONE, "RecordingDuration"));
    assertEquals(Duration.ofMillis(BEEP_MS + 2000), at(caller, Kind.RECORDED));
  }

  @Test
  void aKeyEndsItWhenTheCallerHasSaidWhatHeHasToSay() {
    recording("finishOnKey=\"#*\"");
    TwilioCaller caller = call().speak(tone(1000)).press("1*").untilIdle();
    assertEquals(List.of("*"), application.sent(DONE, "Digits"));
    assertNearly(tone(1000), caller.recordings().get(0).audio().samples());
    assertEquals(Duration.ofMillis(BEEP_MS + 1000), at(caller, Kind.RECORDED));
  }

  @Test
  void noKeyEndsItWhereNoneMay() {
    recording("finishOnKey=\"\" timeout=\"4\"");
    TwilioCaller caller = call().speak(tone(1000)).press("#").untilIdle();
    assertEquals(List.of(""), application.sent(DONE, "Digits"));
    assertEquals(Duration.ofMillis(BEEP_MS + 5000), at(caller, Kind.RECORDED));
  }

  @Test
  void withoutTheToneItBeginsAtOnce() {
    recording("playBeep=\"false\"");
    TwilioCaller caller = call().untilIdle();
    assertEquals(Duration.ZERO, at(caller, Kind.RECORDING));
  }

  @Test
  void oneWithoutASoundIsAbsentAndTheDocumentGoesOn() {
    recording("timeout=\"3\"");
    TwilioCaller caller = call().untilIdle();
    caller.silentFor(Duration.ofSeconds(4)).untilIdle();
    assertEquals(List.of("Nothing."), caller.heardSpeech());
    assertEquals(List.of(), application.sent(DONE, "CallSid"));
    assertEquals(List.of(), caller.recordings());
    assertEquals(List.of("in-progress", "absent"), application.sent(READY, "RecordingStatus"));
  }

  @Test
  void aCallerWhoHangsUpIsAskedForWithWhatHeSaidSoFar() {
    recording("");
    TwilioCaller caller =
        call().untilIdle().speak(tone(9000)).silentFor(Duration.ofMillis(1250)).hangUp();
    caller.untilIdle();
    assertEquals(List.of("hangup"), application.sent(DONE, "Digits"));
    assertEquals(List.of("completed"), application.sent(DONE, "CallStatus"));
    assertEquals(List.of("2"), application.sent(DONE, "RecordingDuration"));
    assertNearly(tone(1250), caller.recordings().get(0).audio().samples());
    assertEquals(List.of("Record"), caller.verbs());
    assertEquals(List.of("in-progress", "completed"), application.sent(READY, "RecordingStatus"));
  }

  @Test
  void aCallerWhoHangsUpWithoutAWordLeavesNothing() {
    recording("");
    TwilioCaller caller = call().untilIdle().hangUp().untilIdle();
    assertEquals(List.of(), application.sent(DONE, "CallSid"));
    assertEquals(List.of("in-progress", "absent"), application.sent(READY, "RecordingStatus"));
    assertEquals(List.of(), caller.recordings());
  }

  @Test
  void whatBecameOfItIsToldToWhomItConcerns() {
    recording("");
    TwilioCaller caller = call().speak(tone(1000)).press("#").untilIdle();
    String sid = caller.recordings().get(0).id();
    assertTrue(sid.matches("RE[0-9a-f]{32}"), sid);
    assertEquals(List.of(sid, sid), application.sent(READY, "RecordingSid"));
    assertEquals(List.of(sid), application.sent(DONE, "RecordingSid"));
    assertEquals(
        application.sent(DONE, "RecordingUrl"),
        application.sent(READY, "RecordingUrl").subList(1, 2));
    assertEquals(Arrays.asList(null, "1"), application.sent(READY, "RecordingDuration"));
    assertEquals(List.of("RecordVerb", "RecordVerb"), application.sent(READY, "RecordingSource"));
    assertEquals(
        "Thu, 01 Jan 2026 12:00:00 +0000", application.sent(READY, "RecordingStartTime").get(0));
  }

  @Test
  void onlyWhatIsSubscribedToIsTold() {
    application.twiml(
        CALL, "<Record action=\"/done\" recordingStatusCallback=\"/ready\"/><Say>Nothing.</Say>");
    call().speak(tone(1000)).press("#").untilIdle();
    assertEquals(List.of("completed"), application.sent(READY, "RecordingStatus"));
    call().press("#").untilIdle();
    assertEquals(List.of("completed"), application.sent(READY, "RecordingStatus"));
  }

  @Test
  void twoRecordingsOfACallAreTwo() {
    application.twiml(DONE, "<Record action=\"/bye\"/>").twiml("/bye", "<Hangup/>");
    recording("");
    TwilioCaller caller = call().speak(tone(1000)).press("#").untilIdle();
    caller.speak(tone(400)).press("#").untilIdle();
    assertEquals(2, caller.recordings().size());
    assertNearly(tone(400), caller.recordings().get(1).audio().samples());
    assertEquals(2, caller.recordings().stream().map(CallRecording::id).distinct().count());
  }

  @Test
  void inRealTimeItIsTheSame() {
    Timekeeper real = Timekeeper.system();
    SimulatedTwilio live = SimulatedTwilio.create(real).attach(application);
    recording("");
    TwilioCaller caller = live.from("+14155550177").to("+14155550100").start();
    caller.speak(tone(200)).press("#").untilIdle();
    assertNearly(tone(200), caller.recordings().get(0).audio().samples());
    assertEquals(List.of("#"), application.sent(DONE, "Digits"));
    real.close();
  }

  private void recording(String attributes) {
    application.twiml(
        CALL,
        "<Record action=\"/done\" recordingStatusCallback=\"/ready\""
            + " recordingStatusCallbackEvent=\"in-progress completed absent\" "
            + attributes
            + "/><Say>Nothing.</Say>");
  }

  private TwilioCaller call() {
    return twilio.from("+14155550177").to("+14155550100").start();
  }

  private List<String> withoutStatus() {
    return application.paths().stream().filter(path -> !path.equals(READY)).toList();
  }

  private static Duration at(TwilioCaller caller, Kind kind) {
    return caller.events().stream()
        .filter(event -> event.kind() == kind)
        .findFirst()
        .orElseThrow()
        .at();
  }

  private static short[] concat(short[]... parts) {
    short[] all = new short[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** A square wave of 500 Hz, so that no sample of it is silence. */
  private static short[] tone(int lengthMs) {
    short[] tone = new short[lengthMs * MS];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) (i / MS % 2 == 0 ? 8031 : -8031);
    }
    return tone;
  }

  /** The same length to the sample, and the same sound but for the coding. */
  private static void assertNearly(short[] expected, short[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 300, "sample " + i);
    }
  }
}
