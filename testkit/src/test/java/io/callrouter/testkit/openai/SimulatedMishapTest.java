package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on demand. */
class SimulatedMishapTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final TestClient client = new TestClient(time, model);

  @AfterEach
  void close() {
    time.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session.created",
        "session.updated",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "response.created",
        "response.output_item.added",
        "response.output_audio.delta",
        "response.done"
      })
  void theConnectionBreaksAtAnyStep(String type) {
    model.next(SessionPlan.sound().at(Moment.before(type), new Mishap.Cut()));
    model.next(SessionPlan.sound().at(Moment.after(type), new Mishap.Close(1001, "restart")));
    wholeTurn(client);
    assertEquals(1006, client.closeCode);
    assertFalse(client.types().contains(type));

    TestClient second = new TestClient(time, model);
    wholeTurn(second);
    assertEquals(1001, second.closeCode);
    List<String> types = second.types();
    assertEquals(type, types.get(types.size() - 1));
    assertEquals(0, model.openSessions());
    assertFalse(model.session().isClosedByClient());
  }

  private static void wholeTurn(TestClient client) {
    client.configured("{'type':'server_vad','silence_duration_ms':200}");
    client.speak(400).silence(3000);
  }

  @Test
  void theServiceFallsSilentInMidAnswer() {
    Moment third = Moment.after("response.output_audio.delta").nth(3);
    model.next(SessionPlan.sound().at(third, new Mishap.FallSilent()));
    client.connect();
    client.say("{'type':'response.create'}").wait(10_000);
    assertEquals(
        3, client.events().stream().filter(event -> event.has("delta") && isAudio(event)).count());
    client.say("{'type':'input_audio_buffer.clear'}");
    assertEquals(List.of(), client.types());
    assertNull(client.closeCode);
  }

  private static boolean isAudio(ObjectNode event) {
    return event.path("type").asText().equals("response.output_audio.delta");
  }

  @Test
  void brokenJsonAndErrorsCanComeAtAnyTime() {
    Mishap broken = new Mishap.Say("{\"type\":\"resp");
    model.next(
        SessionPlan.sound()
            .at(Moment.on("response.create"), broken)
            .at(Moment.after("response.created"), new Mishap.Fail("server_error", "Sorry.")));
    client.connect().say("{'type':'response.create'}");
    List<String> texts = client.texts();
    assertEquals("{\"type\":\"resp", texts.get(1));
    assertTrue(texts.get(3).contains("\"code\":\"server_error\""), texts.toString());
  }

  @Test
  void eventsCanBeMissing() {
    model.next(SessionPlan.sound().withholds("response.created"));
    client.connect().say("{'type':'response.create'}").wait(5000);
    List<String> types = client.types();
    assertFalse(types.contains("response.created"));
    assertTrue(types.contains("response.done"));
  }

  @Test
  void olderServersUseTheNamesOfTheBeta() {
    model.next(SessionPlan.sound().betaNames());
    client.connect().say("{'type':'response.create'}").wait(5000);
    List<String> types = client.types();
    assertTrue(types.contains("response.audio.delta"));
    assertTrue(types.contains("response.audio_transcript.done"));
    assertTrue(types.contains("conversation.item.created"));
    assertTrue(types.stream().noneMatch(type -> type.contains("output_audio")));
    assertFalse(types.contains("conversation.item.done"));
  }

  @Test
  void newerServersSayWhatNobodyKnows() {
    model.next(SessionPlan.sound().newerThanKnown());
    client.connect();
    List<ObjectNode> events = client.events();
    assertTrue(events.get(0).has("later_than_this_client"));
    assertEquals("later_than_this_client.event", events.get(1).path("type").asText());
  }

  @Test
  void deltasOfACancelledResponseStillCome() {
    model
        .next(SessionPlan.sound().lateDeltas(3))
        .answering(turn -> Answer.says("A long story.", Duration.ofSeconds(30)));
    client.connect().say("{'type':'response.create'}").wait(1000);
    client.events();
    client.say("{'type':'response.cancel'}").wait(1000);
    List<ObjectNode> events = client.events();
    int done = types(events).indexOf("response.done");
    assertEquals(
        List.of(
            "response.output_audio.delta",
            "response.output_audio.delta",
            "response.output_audio.delta"),
        types(events).subList(done + 1, events.size()));
  }

  private static List<String> types(List<ObjectNode> events) {
    return events.stream().map(event -> event.path("type").asText()).toList();
  }

  @Test
  void theServiceSpeaksAnotherFormatThanItWasAskedFor() {
    model.next(SessionPlan.sound().outputFormat("audio/pcm"));
    client.configured("null");
    assertEquals(
        "audio/pcm",
        client.last("session.updated").at("/session/audio/output/format/type").asText());
    client.say("{'type':'response.create'}").wait(5000);
    long said = TestClient.audio(client.events()).length;
    assertEquals(model.session().conversation().get(0).generated().toMillis() * 48, said);
  }

  @Test
  void aSlowReaderHoldsTheClientUp() {
    model.next(SessionPlan.sound().readsSlowly(Duration.ofSeconds(1)));
    client.connect();
    var first = client.connection().send("{\"type\":\"input_audio_buffer.clear\"}");
    var second = client.connection().send("{\"type\":\"input_audio_buffer.clear\"}");
    client.wait(1500);
    assertTrue(first.toCompletableFuture().isDone());
    assertFalse(second.toCompletableFuture().isDone());
    assertEquals(2, model.session().received().size());
    client.wait(600);
    assertTrue(second.toCompletableFuture().isDone());
  }

  @Test
  void aFrozenServiceAnswersNothingUntilTheClientBreaksOff() {
    client.connect();
    assertTrue(pinged());
    model.session().suffer(new Mishap.Freeze());
    client.wait(10).events();
    client.say("{'type':'input_audio_buffer.clear'}").wait(60_000);
    assertFalse(pinged());
    client.connection().close(1000, "");
    client.wait(60_000);
    assertEquals(List.of(), client.types());
    assertEquals(0, model.session().received().size());
    assertNull(client.closeCode);
    client.connection().cut();
    time.runReady();
    assertEquals(1006, client.closeCode);
    assertEquals(0, model.openSessions());
  }

  private boolean pinged() {
    var pong = client.connection().ping();
    time.runReady();
    return pong.toCompletableFuture().isDone();
  }

  @Test
  void aSessionExpiresWithAnErrorAndAClose() {
    model.sessionLength(Duration.ofMinutes(2));
    client.connect().wait(119_000);
    assertNull(client.closeCode);
    client.wait(2000);
    assertEquals("session_expired", client.error().path("code").asText());
    assertEquals(1000, client.closeCode);
    TestClient second = new TestClient(time, model).connect();
    model.session().suffer(new Mishap.Expire());
    time.runReady();
    assertEquals("session_expired", second.error().path("code").asText());
    assertEquals(0, model.openSessions());
  }

  @Test
  void handshakesAreRefusedWithTheirStatus() {
    assertEquals(401, refusal("gpt-realtime", Map.of()).status());
    assertEquals(401, refusal("gpt-realtime", Map.of("authorization", "Bearer x")).status());
    assertEquals(401, refusal("gpt-realtime", Map.of("api-key", "x")).status());
    HandshakeRefusedException unknown =
        refusal("gpt-unknown", Map.of("authorization", "Bearer " + model.apiKey()));
    assertEquals(404, unknown.status());
    assertTrue(unknown.body().contains("model_not_found"));
    model.refuseNext(429);
    assertTrue(refusal("gpt-realtime", Map.of()).body().contains("rate_limit_exceeded"));
    model.offering("gpt-unknown");
    assertTrue(client.connecting("gpt-unknown").isDone());
    assertEquals(1, model.sessions().size());
  }

  private HandshakeRefusedException refusal(String name, Map<String, String> headers) {
    var failure =
        assertThrows(CompletionException.class, () -> client.connecting(name, headers).join());
    return (HandshakeRefusedException) failure.getCause();
  }

  @Test
  void theBetasHeaderIsToldThatItIsOver() {
    client.ask(Map.of("OpenAI-Beta", "realtime=v1"));
    assertEquals("beta_api_shape_disabled", client.error().path("code").asText());
    assertEquals(1000, client.closeCode);
  }

  @Test
  void theNetworkTakesItsTimeBothWaysAndKeepsTheOrder() {
    model.latency(Duration.ofMillis(40));
    client.ask(Map.of());
    client.wait(79);
    assertEquals(List.of(), client.types());
    client.wait(1);
    assertEquals(List.of("session.created"), client.types());
  }

  @Test
  void aClientThatClosesOrBreaksOffLeavesNoSession() {
    client.connect().connection().close(1000, "done");
    time.runReady();
    assertEquals(1000, client.closeCode);
    assertTrue(model.session().isClosedByClient());
    TestClient second = new TestClient(time, model).connect();
    second.connection().cut();
    time.runReady();
    assertEquals(1006, second.closeCode);
    assertEquals(1006, model.session().closeCode());
    assertEquals(0, model.openSessions());
    assertTrue(second.connection().send("{}").toCompletableFuture().isCompletedExceptionally());
  }
}
