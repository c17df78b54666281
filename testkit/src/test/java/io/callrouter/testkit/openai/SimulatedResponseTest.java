package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses: who may have one, what is in them, and how they end. */
class SimulatedResponseTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Turn> turns = new ArrayList<>();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final TestClient client = new TestClient(time, model);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aSecondActiveResponseIsRefusedUntilTheFirstIsDone() {
    client.connect();
    create("").wait(10);
    client.say("{'type':'response.create','event_id':'r2'}");
    JsonNode error = client.error();
    assertEquals("conversation_already_has_active_response", error.path("code").asText());
    assertEquals("r2", error.path("event_id").asText());
    client.wait(10_000);
    create("");
    client.last("response.created");
  }

  @Test
  void aCancelledResponseIsDoneAtOnceAndIncomplete() {
    model.answering(turn -> Answer.says("A long story.", Duration.ofSeconds(30)));
    client.connect();
    create("").wait(1000);
    String id = client.last("response.output_audio.delta").path("response_id").asText();
    client.say("{'type':'response.cancel','response_id':'" + id + "'}");
    ObjectNode done = client.last("response.done");
    assertEquals("cancelled", done.at("/response/status").asText());
    assertEquals("client_cancelled", done.at("/response/status_details/reason").asText());
    client.wait(5000);
    assertEquals(List.of(), client.types());
  }

  @Test
  void aResponseOutsideTheConversationRunsBesideItAndLeavesNoTrace() {
    client.connect();
    create("");
    create("'conversation':'none','metadata':{'topic':'mood'},'output_modalities':['text']");
    client.wait(10_000);
    List<ModelResponse> responses = model.session().responses();
    assertEquals(List.of(false, true), responses.stream().map(ModelResponse::outOfBand).toList());
    assertTrue(responses.stream().allMatch(each -> each.status().equals("completed")));
    assertEquals(
        responses.get(0).items(),
        model.session().conversation().stream().map(ConversationItem::id).toList());
  }

  @Test
  void textIsSaidInTextEvents() {
    client.connect();
    create("'output_modalities':['text']").wait(5000);
    List<String> types = client.types();
    assertTrue(types.contains("response.output_text.delta"));
    assertTrue(types.stream().noneMatch(type -> type.contains("audio")));
    assertEquals("Hello, this is the simulated model.", only().text());
    assertEquals(Duration.ZERO, only().generated());
  }

  @Test
  void callsOfFunctionsComeInPiecesAndTheirOutputsAreAnswered() {
    model.answering(
        turn -> {
          turns.add(turn);
          return turn.number() == 1
              ? Answer.says("One moment.")
                  .then(Answer.calls("find", "{\"name\":\"Ada Lovelace\"}"))
                  .then(Answer.calls("rate", "{\"oops"))
              : Brain.ECHO.answer(turn);
        });
    client.connect();
    create("'tools':[{'type':'function','name':'find'},{'type':'function','name':'rate'}]");
    client.wait(10_000);
    List<ObjectNode> events = client.events();
    ObjectNode done = events.get(events.size() - 1);
    assertEquals("function_call", done.at("/response/output/1/type").asText());
    assertEquals("{\"oops", done.at("/response/output/2/arguments").asText());
    assertEquals("{\"name\":\"Ada Lovelace\"}", pieces(events, 1));
    assertEquals(List.of("find", "rate"), turns.get(0).tools());

    String first = done.at("/response/output/1/call_id").asText();
    String second = done.at("/response/output/2/call_id").asText();
    assertNotEquals(first, second);
    output(first, "found her");
    output(second, "no such thing");
    create("").wait(10_000);
    assertEquals(
        List.of(
            new Turn.ToolResult(first, "found her"), new Turn.ToolResult(second, "no such thing")),
        turns.get(1).toolResults());
    List<ConversationItem> items = model.session().conversation();
    assertEquals("The tool says: found her no such thing", items.get(items.size() - 1).text());
  }

  @Test
  void whatIsNewSinceTheLastResponseIsKnownAlsoWhereItemsWereDeleted() {
    model.answering(
        turn -> {
          turns.add(turn);
          return turn.number() == 1
              ? Answer.says("Wait.").then(Answer.says("No.")).then(Answer.calls("find", "{}"))
              : Answer.nothing();
        });
    client.connect();
    create("").wait(5000);
    List<ConversationItem> items = model.session().conversation();
    create("").wait(1000);
    String call = client.last("response.function_call_arguments.done").path("call_id").asText();
    client.say("{'type':'conversation.item.delete','item_id':'" + items.get(0).id() + "'}");
    client.say("{'type':'conversation.item.delete','item_id':'" + items.get(1).id() + "'}");
    output(call, "found");
    create("");
    assertEquals(List.of(new Turn.ToolResult(call, "found")), turns.get(2).toolResults());
  }

  private void output(String call, String text) {
    client.say(
        "{'type':'conversation.item.create','item':{'type':'function_call_output','call_id':'"
            + call
            + "','output':'"
            + text
            + "'}}");
  }

  private static String pieces(List<ObjectNode> events, int index) {
    StringBuilder arguments = new StringBuilder();
    for (ObjectNode event : events) {
      if (event.path("type").asText().equals("response.function_call_arguments.delta")
          && event.path("output_index").asInt() == index) {
        arguments.append(event.path("delta").asText());
      }
    }
    return arguments.toString();
  }

  @Test
  void failuresAndLimitsAreToldInTheResponse() {
    assertEnd(Answer.fails("server_error", "It broke."), "failed", "/error/code", "server_error");
    assertEnd(Answer.rateLimited(), "failed", "/error/code", "rate_limit_exceeded");
    assertEnd(
        Answer.says("Half a").thenIncomplete("max_output_tokens"),
        "incomplete",
        "/reason",
        "max_output_tokens");
    assertEnd(Answer.nothing(), "completed", "/reason", "");
  }

  private void assertEnd(Answer answer, String status, String detail, String value) {
    model.answering(turn -> answer);
    client.connect();
    create("").wait(5000);
    JsonNode response = client.last("response.done").get("response");
    assertEquals(status, response.path("status").asText());
    assertEquals(value, response.path("status_details").at(detail).asText());
  }

  @Test
  void anAnswerThatStallsStaysActiveUntilItIsCancelled() {
    model.answering(turn -> Answer.says("Well.").thenStalls());
    client.connect();
    create("").wait(600_000);
    assertEquals("in_progress", model.session().responses().get(0).status());
    client.say("{'type':'response.cancel'}");
    assertEquals("cancelled", client.last("response.done").at("/response/status").asText());
    assertEquals("completed", only().status());
  }

  @Test
  void theBrainKnowsWhatWasAskedFor() {
    model.answering(
        turn -> {
          turns.add(turn);
          return Answer.nothing();
        });
    client.connect();
    client.say(
        "{'type':'conversation.item.create','item':{'type':'message','role':'user','content':"
            + "[{'type':'input_text','text':'Hi there'}]}}");
    create("'instructions':'Greet the caller.','metadata':{'tag':'greeting'}").wait(1000);
    create("").wait(1000);
    Turn first = turns.get(0);
    assertEquals("Greet the caller.", first.instructions());
    assertTrue(first.ownInstructions());
    assertEquals("Hi there", first.text());
    assertEquals(Map.of("tag", "greeting"), first.metadata());
    assertEquals(Turn.Cause.REQUEST, first.cause());
    assertEquals("", turns.get(1).text());
    assertEquals(2, turns.get(1).number());
  }

  @ParameterizedTest
  @EnumSource
  void piecesOfAudioAreUnevenNoWholeFramesAndFasterThanRealTime(WireAudio format) {
    model
        .answering(turn -> Answer.says("A story.", Duration.ofSeconds(8)))
        .firstOutput(Duration.ofMillis(120))
        .pace(4);
    client.connect();
    String json = format.json().toString().replace('"', '\'');
    Duration asked = model.session().age();
    create("'audio':{'output':{'format':" + json + "}}").wait(119);
    assertEquals(List.of("session.created", "response.created", "rate_limits.updated"), types());
    client.wait(10_000);
    List<ObjectNode> events = client.events();
    int frame = format.sampleRateHz() / 50 * format.sampleBytes();
    List<Integer> lengths =
        events.stream()
            .filter(event -> event.path("type").asText().equals("response.output_audio.delta"))
            .map(event -> Base64.getDecoder().decode(event.path("delta").asText()).length)
            .toList();
    assertTrue(lengths.stream().distinct().count() > lengths.size() / 2, lengths.toString());
    assertTrue(lengths.stream().filter(length -> length % frame != 0).count() > 10);
    short[] said = format.decode(TestClient.audio(events));
    assertEquals(8 * format.sampleRateHz(), said.length);
    assertEquals(
        Optional.of(new CodedSpeech.Place(0, Duration.ofMillis(4010))),
        CodedSpeech.read(said, said.length / 2, format.sampleRateHz()));
    assertEquals(2120.0, (double) sentAt("response.done").minus(asked).toMillis(), 2.0);
  }

  private List<String> types() {
    return client.types();
  }

  private Duration sentAt(String type) {
    return model.session().sent().stream()
        .filter(message -> message.type().equals(type))
        .findFirst()
        .orElseThrow()
        .at();
  }

  @Test
  void eachItemOfSpeechHasItsOwnNumber() {
    model.answering(turn -> Answer.says("First.").then(Answer.says("Second.")));
    client.connect();
    create("").wait(5000);
    create("").wait(5000);
    assertEquals(
        List.of(0, 1, 2, 3),
        model.session().conversation().stream().map(ConversationItem::speech).toList());
  }

  @Test
  void aBrainThatThrowsEndsTheSession() {
    model.answering(
        turn -> {
          throw new IllegalStateException("no idea");
        });
    client.connect();
    create("");
    assertEquals(1011, client.closeCode);
    assertTrue(client.closeReason.contains("no idea"), client.closeReason);
    assertEquals(0, model.openSessions());
  }

  private ConversationItem only() {
    assertEquals(1, model.session().conversation().size());
    return model.session().conversation().get(0);
  }

  private TestClient create(String fields) {
    return client.say("{'type':'response.create','response':{" + fields + "}}");
  }
}
