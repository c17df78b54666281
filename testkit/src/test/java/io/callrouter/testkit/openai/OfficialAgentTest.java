package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What OpenAI's own library for voice agents finds of the simulated service. */
class OfficialAgentTest {
  private static final int SPEECH_MS = 400;

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedModel model = SimulatedModel.create(time).pace(3);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void theLibraryHoldsASession() throws Exception {
    model.answering(OfficialAgentTest::answer);
    JsonNode result;
    try (ModelServer server = model.listen()) {
      result = session(server);
    }
    SimulatedSession session = model.session();
    assertEquals(0, result.path("unknown").size(), result.toString());
    assertEquals(0, result.path("errors").size(), result.toString());
    assertEquals(List.of(), session.refused());
    assertTrue(session.isClosedByClient());

    String story = session.responses().get(1).items().get(0);
    assertTrue(session.truncations().stream().allMatch(Truncation::accepted));
    assertEquals(story, result.at("/truncated/item_id").asText());
    assertTrue(session.truncations().stream().anyMatch(each -> each.itemId().equals(story)));
    assertEquals("cancelled", session.responses().get(1).status());

    assertEquals("4155550177", result.at("/looked/0").asText());
    ConversationItem last = session.conversation().get(session.conversation().size() - 1);
    assertEquals("The tool says: 4155550177 is Ada", last.text());
    assertTrue(result.path("history").toString().contains(last.text()), result.toString());
    long generated =
        session.conversation().stream().mapToLong(item -> item.generated().toMillis()).sum();
    assertTrue(Math.abs(heardMs(result) - generated) < 4, generated + " ms: " + result);
  }

  private static Answer answer(Turn turn) {
    return switch (turn.number()) {
      case 2 -> Answer.says("It was a dark and stormy night.", Duration.ofSeconds(30));
      case 3 -> Answer.calls("lookup", "{\"number\":\"4155550177\"}");
      default -> Brain.ECHO.answer(turn);
    };
  }

  private JsonNode session(ModelServer server) throws Exception {
    byte[] speech = WireAudio.PCMU.encode(Sounds.voice(SPEECH_MS));
    List<String> printed =
        NodeLibrary.OPENAI.run(
            "session.cjs",
            List.of(server.url() + "?model=gpt-realtime", model.apiKey()),
            Base64.getEncoder().encodeToString(speech));
    return Objects.requireNonNull(Json.parse(printed.get(printed.size() - 1)), printed.toString());
  }

  private static long heardMs(JsonNode result) {
    long bytes = 0;
    for (JsonNode piece : result.path("audio")) {
      bytes += piece.asLong();
    }
    return bytes / 8;
  }
}
