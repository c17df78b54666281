package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session is set to, and what the service does not take. */
class SimulatedSettingsTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final TestClient client = new TestClient(time, model).connect();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aSessionBeginsWithDefaultsAndItsLastMoment() {
    JsonNode session = client.last("session.created").get("session");
    assertEquals("realtime", session.path("type").asText());
    assertEquals("gpt-realtime", session.path("model").asText());
    assertEquals("{\"type\":\"audio/pcm\",\"rate\":24000}", format(session, "input"));
    assertEquals("server_vad", session.at("/audio/input/turn_detection/type").asText());
    assertEquals(200, session.at("/audio/input/turn_detection/silence_duration_ms").asInt());
    assertEquals(time.now().getEpochSecond() + 3600, session.path("expires_at").asLong());
  }

  @Test
  void onlyWhatIsPresentChanges() {
    update("'instructions':'Be kind.','audio':{'output':{'voice':'cedar'}}");
    JsonNode session =
        update("'audio':{'input':{'format':{'type':'audio/pcmu'},'turn_detection':null}}");
    assertEquals("Be kind.", session.path("instructions").asText());
    assertEquals("cedar", session.at("/audio/output/voice").asText());
    assertEquals("{\"type\":\"audio/pcmu\"}", format(session, "input"));
    assertEquals("{\"type\":\"audio/pcm\",\"rate\":24000}", format(session, "output"));
    assertEquals("null", session.at("/audio/input/turn_detection").toString());
  }

  @Test
  void aDetectionThatIsGivenInPartIsCompleted() {
    JsonNode session =
        update("'audio':{'input':{'turn_detection':{'type':'server_vad','threshold':0.7}}}");
    JsonNode detection = session.at("/audio/input/turn_detection");
    assertEquals(0.7, detection.path("threshold").asDouble());
    assertEquals(300, detection.path("prefix_padding_ms").asInt());
    assertEquals("true", detection.path("interrupt_response").asText());
    session = update("'audio':{'input':{'turn_detection':{'type':'semantic_vad'}}}");
    assertEquals("auto", session.at("/audio/input/turn_detection/eagerness").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'voice':'marin' | unknown_parameter | session.voice",
        "'temperature':0.8 | unknown_parameter | session.temperature",
        "'modalities':['audio'] | unknown_parameter | session.modalities",
        "'model':'gpt-other' | invalid_value | session.model",
        "'audio':{'output':{'voice':'bob'}} | invalid_value | session.audio.output.voice",
        "'audio':{'output':{'speed':2}} | decimal_above_max_value | session.audio.output.speed",
        "'audio':{'output':{'format':{'type':'audio/opus'}}} | invalid_value |"
            + " session.audio.output.format.type",
        "'audio':{'input':{'format':{'type':'audio/pcm'}}} | missing_required_parameter |"
            + " session.audio.input.format.rate",
        "'audio':{'input':{'format':{'type':'audio/pcm','rate':8000}}} | decimal_below_min_value |"
            + " session.audio.input.format.rate",
        "'audio':{'input':{'format':'pcmu'}} | invalid_type | session.audio.input.format",
        "'output_modalities':['audio','text'] | invalid_value | session.output_modalities",
        "'audio':{'input':{'turn_detection':{'type':'none'}}} | invalid_value |"
            + " session.audio.input.turn_detection.type",
        "'audio':{'input':{'turn_detection':{'threshold':1}}} | missing_required_parameter |"
            + " session.audio.input.turn_detection.type",
        "'audio':{'input':{'turn_detection':{'type':'server_vad','eagerness':'low'}}} |"
            + " unknown_parameter | session.audio.input.turn_detection.eagerness",
        "'audio':{'input':{'turn_detection':{'type':'server_vad','idle_timeout_ms':100}}} |"
            + " decimal_below_min_value | session.audio.input.turn_detection.idle_timeout_ms",
        "'audio':{'input':{'noise_reduction':{'type':'max'}}} | invalid_value |"
            + " session.audio.input.noise_reduction.type",
        "'tools':[{'type':'function'}] | missing_required_parameter | session.tools[0].name",
        "'tools':[{'type':'mcp','server_label':'x'}] | not_simulated | session.tools[0].type",
        "'tool_choice':'never' | invalid_value | session.tool_choice",
        "'max_output_tokens':5000 | decimal_above_max_value | session.max_output_tokens",
      })
  void whatTheServiceDoesNotTakeIsRefusedByNameAndChangesNothing(
      String field, String code, String param) {
    String before = model.session().settings();
    client.say(
        "{'type':'session.update','event_id':'u7','session':{'type':'realtime',"
            + "'instructions':'changed',"
            + field
            + "}}");
    JsonNode error = client.error();
    assertEquals(code, error.path("code").asText());
    assertEquals(param, error.path("param").asText());
    assertEquals("u7", error.path("event_id").asText());
    assertEquals("invalid_request_error", error.path("type").asText());
    assertEquals(before, model.session().settings());
    assertEquals(code, model.session().refused().get(0).refusal());
  }

  @Test
  void theTypeOfTheSessionIsRequiredAndIsRealtime() {
    client.say("{'type':'session.update','session':{'instructions':'x'}}");
    assertEquals("session.type", client.error().path("param").asText());
    client.say("{'type':'session.update','session':{'type':'transcription'}}");
    assertEquals("invalid_value", client.error().path("code").asText());
  }

  @Test
  void theVoiceIsFixedOnceTheModelHasSpoken() {
    update("'audio':{'output':{'voice':'cedar'}}");
    client.say("{'type':'response.create'}").wait(10_000).events();
    update("'audio':{'output':{'voice':'cedar'}}");
    client.say(
        "{'type':'session.update','session':{'type':'realtime','audio':{'output':{'voice':'ash'}}}}");
    assertEquals("cannot_update_voice", client.error().path("code").asText());
  }

  private JsonNode update(String fields) {
    client.say("{'type':'session.update','session':{'type':'realtime'," + fields + "}}");
    ObjectNode updated = client.last("session.updated");
    return updated.get("session");
  }

  private static String format(JsonNode session, String way) {
    return session.at("/audio/" + way + "/format").toString();
  }
}
