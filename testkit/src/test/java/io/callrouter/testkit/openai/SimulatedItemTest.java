package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The items of a conversation and what clients do to them; events as such. */
class SimulatedItemTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final TestClient client = new TestClient(time, model).connect();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void itemsStandWhereTheClientPutsThem() {
    create("a", "");
    create("b", "");
    create("c", "'previous_item_id':'a',");
    create("d", "'previous_item_id':'root',");
    assertEquals(List.of("d", "a", "c", "b"), ids());
    client.events();
    client.say("{'type':'conversation.item.retrieve','item_id':'c'}");
    assertEquals(
        "text of c",
        client.last("conversation.item.retrieved").at("/item/content/0/text").asText());
    client.say("{'type':'conversation.item.delete','item_id':'a'}");
    client.last("conversation.item.deleted");
    assertEquals(List.of("d", "c", "b"), ids());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'conversation.item.delete','item_id':'x' | item_delete_invalid_item_id",
        "'conversation.item.retrieve','item_id':'x' | item_retrieve_invalid_item_id",
        "'conversation.item.truncate','item_id':'x','content_index':0,'audio_end_ms':1 |"
            + " item_truncate_invalid_item_id",
        "'conversation.item.truncate','item_id':'a','content_index':0,'audio_end_ms':0 |"
            + " unsupported_content_type",
        "'conversation.item.truncate','item_id':'a','content_index':0 |"
            + " missing_required_parameter",
        "'conversation.item.truncate','item_id':'a','content_index':0,'audio_end_ms':1.5 |"
            + " invalid_type",
        "'conversation.item.create','item':{'type':'function_call_output','call_id':'x',"
            + "'output':''} | invalid_tool_call_id",
        "'conversation.item.create','item':{'type':'message','role':'user','content':["
            + "{'type':'output_text','text':'x'}]} | invalid_value",
        "'conversation.item.create','item':{'type':'message','role':'assistant','content':["
            + "{'type':'output_audio'}]} | invalid_value",
        "'conversation.item.create','item':{'type':'message','role':'user','id':'a',"
            + "'content':[]} | item_create_duplicate_item_id",
        "'conversation.item.create','item':{'type':'message','role':'user',"
            + "'id':'123456789012345678901234567890123','content':[]} | string_above_max_length",
        "'conversation.item.create','previous_item_id':'x','item':{'type':'message',"
            + "'role':'user','content':[]} | item_create_invalid_previous_item_id",
        "'conversation.item.create','item':{'type':'note'} | invalid_value",
        "'response.cancel' | response_cancel_not_active",
        "'response.create','response':{'modalities':['audio']} | unknown_parameter",
        "'output_audio_buffer.clear' | invalid_value",
        "'session.close' | invalid_value",
        "'response.create','extra':1 | unknown_parameter",
      })
  void whatCannotBeDoneIsRefusedWithTheEventsId(String event, String code) {
    create("a", "");
    client.events();
    client.say("{'event_id':'e1','type':" + event + "}");
    JsonNode error = client.error();
    assertEquals(code, error.path("code").asText());
    assertEquals("e1", error.path("event_id").asText());
    assertEquals(List.of("a"), ids());
  }

  @Test
  void whatIsNoEventIsRefusedAndTheSessionGoesOn() {
    for (String text : List.of("", "{", "[]", "\"x\"", "{} {}")) {
      client.sayRaw(text);
      assertEquals("invalid_json", client.error().path("code").asText());
    }
    client.say("{'session':{}}");
    assertEquals("type", client.error().path("param").asText());
    client.say("{'type':'input_audio_buffer.clear','event_id':'" + "e".repeat(513) + "'}");
    assertEquals("string_above_max_length", client.error().path("code").asText());
    client.say("{'type':'input_audio_buffer.clear','event_id':'" + "e".repeat(512) + "'}");
    client.last("input_audio_buffer.cleared");
    assertEquals(7, model.session().refused().size());
  }

  @Test
  void aTruncationRemovesTheTranscriptAndASecondOneOnlyShortens() {
    model.answering(turn -> Answer.says("Good morning.", Duration.ofSeconds(2)));
    client.say("{'type':'response.create'}").wait(5000);
    ConversationItem item = model.session().conversation().get(0);
    assertEquals("Good morning.", item.text());
    assertEquals(Duration.ofSeconds(2), item.audio());
    truncate(item, 1500);
    client.last("conversation.item.truncated");
    ConversationItem shorter = model.session().conversation().get(0);
    assertEquals("", shorter.text());
    assertEquals(Duration.ofMillis(1500), shorter.audio());
    assertEquals(Duration.ofSeconds(2), shorter.generated());
    truncate(item, 1600);
    assertEquals(
        "Audio content of 1500ms is already shorter than 1600ms",
        client.error().path("message").asText());
    truncate(item, 0);
    client.last("conversation.item.truncated");
  }

  private void truncate(ConversationItem item, int ms) {
    client.say(
        "{'type':'conversation.item.truncate','content_index':0,'item_id':'"
            + item.id()
            + "','audio_end_ms':"
            + ms
            + "}");
  }

  private void create(String id, String previous) {
    client.say(
        "{'type':'conversation.item.create',"
            + previous
            + "'item':{'type':'message','role':'user','id':'"
            + id
            + "','content':[{'type':'input_text','text':'text of "
            + id
            + "'}]}}");
  }

  private List<String> ids() {
    return model.session().conversation().stream().map(ConversationItem::id).toList();
  }
}
