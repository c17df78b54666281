package io.callrouter.examples.voiceagent.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A CRM behind HTTP, and recordings. */
final class CrmPart implements Part {
  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    World world = new World(jar, folder);
    Map<String, String> settings = new HashMap<>(world.settings());
    settings.put("CRM_URL", world.crm.url().toString());
    settings.put("RECORDINGS_FOLDER", "recordings");
    try (Desk desk = Desk.of(world, settings)) {
      call(desk, rows);
    }
  }

  private static void call(Desk desk, Rows rows) throws Exception {
    desk.script.then(Answer.says("At length.", Duration.ofSeconds(9)));
    TwilioCaller caller = desk.world.twilio.from(CheckCrm.CUSTOMER).to(Desk.NUMBER).start();
    Desk.awaitGreeting(caller);
    caller.untilIdle();
    rows.row(
        "the CRM is asked, and what it knows is there before the greeting",
        Sent.before(desk.session(), "7007", "response.create"),
        desk.session().received());
    caller.speak(Speech.vowel(Duration.ofMillis(900))).silentFor(Duration.ofSeconds(5));
    desk.say(caller, Duration.ofMillis(900));
    desk.hangUp(caller);
    JsonNode report = desk.report();
    rows.row(
        "after the call the CRM has its record",
        report.path("cause").asText().equals("COMPLETED")
            && report.path("route").asText().equals("front-desk-en"),
        report);
    List<JsonNode> transcript =
        StreamSupport.stream(report.path("transcript").spliterator(), false).toList();
    rows.row(
        "  and the transcript of both sides, with what was heard",
        transcript.stream().anyMatch(it -> it.path("who").asText().equals("caller"))
            && transcript.stream().anyMatch(CrmPart::wasInterrupted),
        transcript);
    rows.row(
        "  and figures: turns, interruptions, time to answer",
        report.at("/analytics/interruptions").asInt() == 1
            && report.at("/analytics/callerTurns").asInt() == 2
            && report.at("/analytics/answerMeanMs").asInt() > 0,
        report.path("analytics"));
    recording(report, rows);
  }

  private static boolean wasInterrupted(JsonNode entry) {
    return entry.path("interrupted").asBoolean()
        && entry.path("heardMs").asLong() < entry.path("saidMs").asLong();
  }

  private static void recording(JsonNode report, Rows rows) {
    rows.row(
        "the call is recorded, the caller left and the agent right",
        () -> {
          String uri = report.at("/recordings/0/uri").asText();
          WavAudio wav = WavAudio.read(Path.of(URI.create(uri)));
          long seconds = wav.samples().length / wav.channels() / wav.sampleRateHz();
          if (wav.channels() != 2 || seconds < 10 || !isLoud(wav, 0) || !isLoud(wav, 1)) {
            throw new AssertionError(seconds + " s in " + wav.channels() + " channels");
          }
        });
  }

  private static boolean isLoud(WavAudio wav, int channel) {
    short[] samples = wav.samples();
    int loud = 0;
    for (int i = channel; i < samples.length; i += wav.channels()) {
      loud += Math.abs(samples[i]) > 1000 ? 1 : 0;
    }
    return loud > wav.sampleRateHz() / 4;
  }
}
