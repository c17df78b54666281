package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.WavAudio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the caller says, and how it becomes turns. */
class SimulatedInputTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Turn> turns = new ArrayList<>();
  private final SimulatedModel model = SimulatedModel.create(time).answering(this::answer);
  private final TestClient client = new TestClient(time, model);

  @AfterEach
  void close() {
    time.close();
  }

  private Answer answer(Turn turn) {
    turns.add(turn);
    return Brain.ECHO.answer(turn);
  }

  @ParameterizedTest
  @EnumSource
  void aTurnThatTheClientEndsIsHeardAsItWasSent(WireAudio format) {
    client.connect();
    client.say(
        "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'format':"
            + format.json().toString().replace('"', '\'')
            + ",'turn_detection':null}}}}");
    int rate = format.sampleRateHz();
    short[] said = CodedSpeech.samples(3, rate, 0, rate / 2 + 77);
    byte[] bytes = format.encode(said);
    int half = bytes.length / 2 / format.sampleBytes() * format.sampleBytes();
    client.append(Arrays.copyOf(bytes, half));
    client.append(Arrays.copyOfRange(bytes, half, bytes.length));
    client.say("{'type':'input_audio_buffer.commit'}").wait(5000);
    assertEquals(
        List.of(
            "session.created",
            "session.updated",
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done"),
        client.types());
    client.say("{'type':'response.create'}");
    WavAudio heard = turns.get(0).heard();
    assertNotNull(heard);
    assertEquals(rate, heard.sampleRateHz());
    assertTrue(Arrays.equals(format.decode(bytes), heard.samples()));
    assertEquals(bytes.length, model.session().audioBytes());
    assertEquals(2, model.session().received().get(1).count());
  }

  @Test
  void aCommitOfLessThan100MsIsRefused() {
    client.configured("null");
    client.append(new byte[799]);
    client.say("{'type':'input_audio_buffer.commit','event_id':'c'}");
    assertEquals("input_audio_buffer_commit_empty", client.error().path("code").asText());
    client.append(new byte[1]);
    client.say("{'type':'input_audio_buffer.commit'}");
    client.last("input_audio_buffer.committed");
  }

  @Test
  void whatIsClearedIsNotCommitted() {
    client.configured("null");
    client.append(new byte[1600]);
    client.say("{'type':'input_audio_buffer.clear'}");
    client.last("input_audio_buffer.cleared");
    client.say("{'type':'input_audio_buffer.commit'}");
    assertEquals("input_audio_buffer_commit_empty", client.error().path("code").asText());
  }

  @Test
  void whatIsNoAudioIsRefused() {
    client.connect();
    client.say("{'type':'input_audio_buffer.append','audio':'%%%'}");
    assertEquals("audio", client.error().path("param").asText());
    client.append(new byte[3]); // PCM has two bytes a sample
    assertEquals("invalid_value", client.error().path("code").asText());
    client.say("{'type':'input_audio_buffer.append'}");
    assertEquals("missing_required_parameter", client.error().path("code").asText());
    assertEquals(0, model.session().audioBytes());
  }

  @Test
  void noiseBelowTheThresholdAndClicksAreNoSpeech() {
    client.configured("{'type':'server_vad','threshold':0.5,'silence_duration_ms':200}");
    for (int i = 0; i < 50; i++) {
      short[] frame = new short[160];
      Arrays.fill(frame, (short) (i % 2 == 0 ? 200 : -200)); // −44 dBov
      if (i == 25) {
        Arrays.fill(frame, 0, 80, (short) 20_000);
      }
      client.append(WireAudio.PCMU.encode(frame));
    }
    assertEquals(List.of("session.created", "session.updated"), client.types());
    client.speak(100);
    client.last("input_audio_buffer.speech_started");
  }

  @ParameterizedTest
  @CsvSource({"low, 2000", "medium, 1000", "auto, 1000", "high, 500"})
  void eagernessIsHowLongTheModelWaits(String eagerness, int ms) {
    client.configured("{'type':'semantic_vad','eagerness':'" + eagerness + "'}");
    client.speak(400).silence(ms - 40);
    assertFalse(client.types().contains("input_audio_buffer.speech_stopped"));
    client.silence(60);
    assertTrue(client.types().contains("input_audio_buffer.speech_stopped"));
  }

  @Test
  void aTurnIsHeardWithItsPadding() {
    client.configured("{'type':'server_vad','prefix_padding_ms':300,'silence_duration_ms':500}");
    client.silence(1000).speak(600).silence(600);
    WavAudio heard = turns.get(0).heard();
    assertNotNull(heard);
    assertEquals((300 + 600 + 500) * 8, heard.samples().length);
    assertEquals(Turn.Cause.SPEECH, turns.get(0).cause());
  }

  @Test
  void aSessionThatCreatesNoResponsesWaitsForTheClient() {
    client.configured("{'type':'server_vad','silence_duration_ms':200,'create_response':false}");
    client.speak(400).silence(2000);
    assertEquals(List.of(), model.session().responses());
    client.say("{'type':'response.create'}");
    assertNotNull(turns.get(0).heard());
  }

  @Test
  void withoutInterruptionsTheAnswerGoesOnAndTheTurnGetsNone() {
    model.answering(turn -> Answer.says("A long story.", Duration.ofSeconds(30)));
    client.configured("{'type':'server_vad','silence_duration_ms':200,'interrupt_response':false}");
    client.speak(400).silence(1000).speak(400).silence(500).wait(10_000);
    assertEquals(1, model.session().responses().size());
    assertEquals("completed", model.session().responses().get(0).status());
  }

  @Test
  void anIdleCallerIsAskedAfterTheAnswerWasHeard() {
    client.configured("{'type':'server_vad','idle_timeout_ms':6000}");
    model.answering(
        turn -> {
          turns.add(turn);
          return Answer.says("Hello.", Duration.ofSeconds(4)).after(Duration.ZERO);
        });
    client.say("{'type':'response.create'}").wait(9900);
    assertFalse(client.types().contains("input_audio_buffer.timeout_triggered"));
    client.wait(200);
    assertEquals(
        List.of(
            "input_audio_buffer.timeout_triggered",
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done",
            "response.created"),
        client.types().subList(0, 5));
    assertEquals(Turn.Cause.IDLE, turns.get(1).cause());
    client.speak(100).silence(7000);
    assertEquals("turn_detected", model.session().responses().get(1).detail());
  }

  @Test
  void theCallersWordsComeLateAndOnlyWhereTheyAreAskedFor() {
    model.transcribing(heard -> "hello there");
    client.configured("{'type':'server_vad','silence_duration_ms':200}");
    client.speak(400).silence(2000);
    assertTrue(client.types().stream().noneMatch(type -> type.contains("transcription")));
    client.say(
        "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'transcription':"
            + "{'model':'gpt-4o-mini-transcribe','language':'en'}}}}}");
    client.speak(400).silence(4000);
    List<String> types = client.types();
    assertTrue(
        types.indexOf("conversation.item.input_audio_transcription.completed")
            > types.indexOf("response.created"));
    assertTrue(
        model.session().conversation().stream()
            .anyMatch(item -> item.role().equals("user") && item.text().equals("hello there")));
  }
}
