package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events with anything in the place of anything. */
class HostileClientTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int ROUNDS = 500;

  private static final List<String> SOUND =
      List.of(
          "{'type':'session.update','session':{'type':'realtime','output_modalities':['audio'],"
              + "'audio':{'input':{'format':{'type':'audio/pcmu'},'turn_detection':{'type':"
              + "'server_vad','threshold':0.5},'transcription':{'model':'x'}},'output':{'voice':"
              + "'marin','speed':1.0}},'tools':[{'type':'function','name':'f','parameters':{}}]}}",
          "{'type':'input_audio_buffer.append','audio':'AAAAAAAA'}",
          "{'type':'input_audio_buffer.commit'}",
          "{'type':'conversation.item.create','previous_item_id':'root','item':{'id':'a','type':"
              + "'message','role':'user','content':[{'type':'input_text','text':'x'}]}}",
          "{'type':'conversation.item.create','item':{'type':'function_call','name':'f',"
              + "'call_id':'c','arguments':'{}'}}",
          "{'type':'conversation.item.create','item':{'type':'function_call_output','call_id':'c',"
              + "'output':'x'}}",
          "{'type':'conversation.item.truncate','item_id':'a','content_index':0,'audio_end_ms':1}",
          "{'type':'conversation.item.delete','item_id':'a'}",
          "{'type':'response.create','response':{'instructions':'x','metadata':{'a':'b'},'tools':"
              + "[],'conversation':'none','input':[{'type':'item_reference','id':'a'}],'audio':"
              + "{'output':{'format':{'type':'audio/pcma'},'voice':{'id':'v'}}}}}",
          "{'type':'response.cancel','response_id':'r'}");

  private static final List<String> VALUES =
      List.of("null", "true", "-1", "1e99", "0.5", "\"\"", "\"audio\"", "[]", "[null]", "{}");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model =
      SimulatedModel.create(time).answering(turn -> Answer.nothing());
  private final TestClient client = new TestClient(time, model);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void nothingThatAClientSaysEndsTheSession() {
    Random random = new Random(SEED);
    client.connect();
    for (int round = 0; round < ROUNDS; round++) {
      String sound = SOUND.get(random.nextInt(SOUND.size())).replace('\'', '"');
      ObjectNode event = Objects.requireNonNull(Json.parse(sound));
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        alter(event, random);
      }
      client.sayRaw(event.toString());
      client.wait(1);
      assertNull(client.closeCode, () -> event + " -Dcallrouter.seed=" + SEED);
    }
    int refused = model.session().refused().size();
    assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused: " + refused);
  }

  private static void alter(ObjectNode event, Random random) {
    List<JsonNode> nodes = new ArrayList<>();
    collect(event, nodes);
    JsonNode node = nodes.get(random.nextInt(nodes.size()));
    String wrapped = "{\"v\":" + VALUES.get(random.nextInt(VALUES.size())) + "}";
    JsonNode value = Objects.requireNonNull(Json.parse(wrapped)).get("v");
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.add("extra");
      object.set(names.get(random.nextInt(names.size())), value);
    } else if (node instanceof ArrayNode array) {
      array.add(value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    into.add(node);
    node.forEach(child -> collect(child, into));
  }
}
