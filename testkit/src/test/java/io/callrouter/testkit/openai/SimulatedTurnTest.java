package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turns of a conversation: what the caller says, what the model answers, and interruptions. */
class SimulatedTurnTest {
  private static final String SERVER_VAD =
      "{'type':'server_vad','threshold':0.5,'prefix_padding_ms':300,'silence_duration_ms':500}";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final TestClient client = new TestClient(time, model);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aTurnHasItsEventsInOrder() {
    client.configured(SERVER_VAD).silence(400);
    assertEquals(List.of("session.created", "session.updated"), client.types());
    client.speak(600).silence(4000);
    assertEquals(
        List.of(
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done",
            "response.created",
            "rate_limits.updated",
            "response.output_item.added",
            "conversation.item.added",
            "response.content_part.added",
            "response.output_audio_transcript.delta",
            "response.output_audio.delta",
            "response.output_audio_transcript.delta",
            "response.output_audio.delta",
            "response.output_audio_transcript.done",
            "response.output_audio.done",
            "response.content_part.done",
            "response.output_item.done",
            "conversation.item.done",
            "response.done"),
        folded(client.types()));
    assertEquals(List.of(), model.session().refused());
  }

  /** Without the deltas that come again and again. */
  private static List<String> folded(List<String> types) {
    int first = types.indexOf("response.output_audio.delta");
    int last = types.lastIndexOf("response.output_audio_transcript.delta");
    assertTrue(first < last);
    List<String> folded = new ArrayList<>(types.subList(0, first + 1));
    folded.addAll(types.subList(last, types.size()));
    return folded;
  }

  @Test
  void timesOfSpeechAreCountedInSamplesWithTheirPadding() {
    client.configured(SERVER_VAD).silence(1000).speak(600).silence(700);
    List<ObjectNode> events = client.events();
    assertEquals(700, field(events, "input_audio_buffer.speech_started", "audio_start_ms"));
    assertEquals(2100, field(events, "input_audio_buffer.speech_stopped", "audio_end_ms"));
  }

  @Test
  void anInterruptionCancelsTheResponseAndTakesATruncationToWhatThereIs() {
    model.answering(turn -> Answer.says("A very long story.", Duration.ofSeconds(30)));
    client.configured(SERVER_VAD).speak(500).silence(1500);
    client.events();
    client.speak(200);
    List<ObjectNode> events = client.events();
    ObjectNode done = events.get(events.size() - 1);
    assertEquals("response.done", done.path("type").asText());
    assertEquals("cancelled", done.at("/response/status").asText());
    assertEquals("turn_detected", done.at("/response/status_details/reason").asText());
    assertEquals("incomplete", done.at("/response/output/0/status").asText());
    String item = done.at("/response/output/0/id").asText();
    long generated = generatedMs(item);
    assertTrue(generated > 1000 && generated < 30_000, "" + generated);

    client.say(truncate(item, generated + 1));
    assertEquals(
        "Audio content of " + generated + "ms is already shorter than " + (generated + 1) + "ms",
        client.error().path("message").asText());
    client.say(truncate(item, 740));
    assertEquals(740, client.last("conversation.item.truncated").path("audio_end_ms").asInt());

    Truncation refused = model.session().truncations().get(0);
    Truncation accepted = model.session().truncations().get(1);
    assertFalse(refused.accepted());
    assertTrue(accepted.accepted());
    assertEquals(Duration.ofMillis(740), accepted.claimed());
    assertEquals(Duration.ofMillis(generated), accepted.generated());
  }

  private long generatedMs(String item) {
    return model.session().conversation().stream()
        .filter(each -> each.id().equals(item))
        .mapToLong(each -> each.generated().toMillis())
        .sum();
  }

  private static String truncate(String item, long ms) {
    return "{'type':'conversation.item.truncate','event_id':'t1','item_id':'"
        + item
        + "','content_index':0,'audio_end_ms':"
        + ms
        + "}";
  }

  private static int field(List<ObjectNode> events, String type, String field) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .mapToInt(event -> event.path(field).asInt())
        .sum();
  }
}
