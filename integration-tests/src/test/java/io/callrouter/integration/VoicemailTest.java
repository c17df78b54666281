package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.codec.G711;
import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that a caller leaves: their outcomes in the flow, and the recordings in the record. */
class VoicemailTest {
  private final List<String> mailed = new ArrayList<>();
  private final VirtualOffice office =
      VirtualOffice.of(
          builder ->
              builder.route(
                  "voicemail",
                  Match.any(),
                  flow -> {
                    flow.run(Action.say("Please leave a message."));
                    Outcome message = flow.run(Action.record(Duration.ofSeconds(30)));
                    if (message.is(Outcome.Kind.TIMED_OUT)) {
                      flow.run(Action.say("We heard nothing."));
                      return;
                    }
                    flow.once("mail", () -> mail(message));
                    flow.run(Action.say("Thank you" + message.digits() + "."));
                  }));

  private String mail(Outcome message) {
    Recording recording = Objects.requireNonNull(message.recording());
    mailed.add(message.kind() + " " + recording);
    return "";
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aMessageEndedByAKeyIsTheOutcomeAndInTheRecord() {
    TwilioCaller caller = office.call().untilIdle();
    caller.speak(Tones.samples(6500)).press("#").untilIdle();

    assertEquals(List.of("Say", "Record", "Say"), caller.verbs());
    assertEquals("Thank you#.", caller.heardSpeech().get(1));
    assertEquals(List.of("DONE recording " + sid(caller) + " of 7 s"), mailed);
    assertEquals(List.of(sid(caller)), recordingsOf());
    assertEquals(EndedBy.HOST, office.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whatTheCarrierKeepsIsWhatTheCallerSaid() {
    TwilioCaller caller = office.call().speak(Tones.samples(1000)).press("#").untilIdle();
    short[] kept = caller.recordings().get(0).audio().samples();
    assertArrayEquals(coded(Tones.samples(1000)), kept);
  }

  @Test
  void theRecordHasTheLengthOfWhatIsKeptNotOfWhatWasCutOff() {
    TwilioCaller caller = office.call().untilIdle().speak(Tones.samples(3000)).untilIdle();
    assertEquals(Duration.ofSeconds(3), office.record().recordings().get(0).duration());
    assertEquals(
        List.of("DONE recording " + sid(caller) + " of 8 s"),
        mailed,
        "the carrier's question comes before the silence is cut off");
  }

  @Test
  void silenceIsATimeOutAndLeavesNoRecording() {
    TwilioCaller caller = office.call().untilIdle();
    caller.silentFor(Duration.ofSeconds(6)).untilIdle();
    assertEquals(List.of("Please leave a message.", "We heard nothing."), caller.heardSpeech());
    assertEquals(List.of(), recordingsOf());
    assertEquals(List.of(), mailed);
  }

  @Test
  void aKeyWithoutAWordIsATimeOutToo() {
    TwilioCaller caller = office.call().untilIdle().press("#").untilIdle();
    assertEquals("We heard nothing.", caller.heardSpeech().get(1));
    assertEquals(List.of(), recordingsOf());
  }

  @Test
  void theGreatestLengthEndsAMessage() {
    TwilioCaller caller = office.call().untilIdle().speak(Tones.samples(40_000)).untilIdle();
    assertEquals("Thank you.", caller.heardSpeech().get(1));
    assertEquals(Duration.ofSeconds(30), office.record().recordings().get(0).duration());
  }

  @Test
  void aCallerWhoHangsUpAfterHisMessageHasLeftItAndTheFlowMayUseIt() {
    TwilioCaller caller = office.call().untilIdle().speak(Tones.samples(60_000));
    caller.silentFor(Duration.ofSeconds(4)).hangUp().untilIdle();

    assertEquals(List.of("Say", "Record"), caller.verbs());
    assertEquals(List.of("DONE recording " + sid(caller) + " of 4 s"), mailed);
    assertEquals(List.of(sid(caller)), recordingsOf());
    assertEquals(EndCause.COMPLETED, office.record().cause());
    assertEquals(EndedBy.FAR_END, office.record().endedBy());
    assertEquals(List.of(), office.record().notes());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aCallerWhoHangsUpWithoutAWordLeavesNothing() {
    office.call().untilIdle().hangUp().untilIdle();
    assertEquals(List.of(), recordingsOf());
    assertEquals(List.of(), mailed);
    assertEquals(EndedBy.FAR_END, office.record().endedBy());
  }

  @Test
  void aRepeatedQuestionAfterAMessageMailsItOnce() {
    TwilioCaller caller = office.call().untilIdle().speak(Tones.samples(500)).press("#");
    caller.until(() -> caller.verbs().size() == 3, Duration.ofSeconds(5));
    caller.repeatLastWebhook().untilIdle();
    assertEquals(List.of("Say", "Record", "Say"), caller.verbs());
    assertEquals(1, mailed.size());
  }

  private static String sid(TwilioCaller caller) {
    List<CallRecording> kept = caller.recordings();
    assertEquals(1, kept.size());
    return kept.get(0).id();
  }

  private List<String> recordingsOf() {
    return office.record().recordings().stream().map(Recording::id).toList();
  }

  /** As it comes out of the carrier's coding. */
  private static short[] coded(short[] samples) {
    byte[] wire = new byte[samples.length];
    G711.PCMU.encode(samples, 0, samples.length, wire, 0);
    short[] out = new short[samples.length];
    G711.PCMU.decode(wire, 0, wire.length, out, 0);
    return out;
  }
}
