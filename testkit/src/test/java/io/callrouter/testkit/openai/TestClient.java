package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.ManualTimekeeper;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client that does what a test says, in virtual time. */
final class TestClient implements ModelListener {
  static final Duration FRAME = Duration.ofMillis(20);

  private final ManualTimekeeper time;
  private final SimulatedModel model;
  private final List<String> texts = new ArrayList<>();
  private @Nullable ModelConnection connection;
  @Nullable Integer closeCode;
  String closeReason = "";

  TestClient(ManualTimekeeper time, SimulatedModel model) {
    this.time = time;
    this.model = model;
  }

  /** Connects and takes the first event. */
  TestClient connect() {
    connection = connecting("gpt-realtime").join();
    return this;
  }

  CompletableFuture<ModelConnection> connecting(String name) {
    return connecting(name, Map.of("Authorization", "Bearer " + model.apiKey()));
  }

  /** Asks to be connected, whatever comes of it. */
  void ask(Map<String, String> moreHeaders) {
    Map<String, String> headers = new HashMap<>(moreHeaders);
    headers.put("Authorization", "Bearer " + model.apiKey());
    assertNotNull(connecting("gpt-realtime", headers));
  }

  CompletableFuture<ModelConnection> connecting(String name, Map<String, String> headers) {
    CompletableFuture<ModelConnection> opened = model.connect(name, headers, this);
    time.runReady();
    return opened;
  }

  /** Connects, and has the carrier's µ-law both ways and the detection that it is given. */
  TestClient configured(String turnDetection) {
    connect();
    say(
        "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'format':"
            + "{'type':'audio/pcmu'},'turn_detection':"
            + turnDetection
            + "},'output':{'format':{'type':'audio/pcmu'}}}}}");
    return this;
  }

  /** Sends JSON with single quotes. */
  TestClient say(String json) {
    return sayRaw(json.replace('\'', '"'));
  }

  TestClient sayRaw(String text) {
    Objects.requireNonNull(connection).send(text);
    time.runReady();
    return this;
  }

  ModelConnection connection() {
    return Objects.requireNonNull(connection);
  }

  /** Speaks in frames, in time. */
  TestClient speak(int ms) {
    return stream(Sounds.voice(ms));
  }

  /** Is silent in frames, in time. */
  TestClient silence(int ms) {
    return stream(new short[ms * 8]);
  }

  private TestClient stream(short[] pcm) {
    for (int i = 0; i < pcm.length; i += 160) {
      short[] frame = Arrays.copyOfRange(pcm, i, i + 160);
      append(WireAudio.PCMU.encode(frame));
      time.advance(FRAME);
    }
    return this;
  }

  void append(byte[] audio) {
    String base64 = Base64.getEncoder().encodeToString(audio);
    say("{'type':'input_audio_buffer.append','audio':'" + base64 + "'}");
  }

  TestClient wait(int ms) {
    time.advance(Duration.ofMillis(ms));
    return this;
  }

  /** Every event since the last look. */
  List<ObjectNode> events() {
    List<ObjectNode> events = new ArrayList<>();
    texts.forEach(text -> events.add(Objects.requireNonNull(Json.parse(text), text)));
    texts.clear();
    return events;
  }

  /** The types of all events since the last look, those that repeat once. */
  List<String> types() {
    List<String> types = new ArrayList<>();
    for (ObjectNode event : events()) {
      String type = event.path("type").asText();
      if (types.isEmpty() || !types.get(types.size() - 1).equals(type)) {
        types.add(type);
      }
    }
    return types;
  }

  /** Every text since the last look. */
  List<String> texts() {
    List<String> all = List.copyOf(texts);
    texts.clear();
    return all;
  }

  /** The last event of that type since the last look, which is over with that. */
  ObjectNode last(String type) {
    List<ObjectNode> events = events();
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .reduce((before, after) -> after)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + events));
  }

  /** The last error since the last look. */
  JsonNode error() {
    return last("error").get("error");
  }

  /** All audio in those events. */
  static byte[] audio(List<ObjectNode> events) {
    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    for (ObjectNode event : events) {
      if (event.path("type").asText().equals("response.output_audio.delta")) {
        audio.writeBytes(Base64.getDecoder().decode(event.path("delta").asText()));
      }
    }
    return audio.toByteArray();
  }

  @Override
  public void onText(String message) {
    texts.add(message);
  }

  @Override
  public void onClosed(int code, String reason) {
    closeCode = code;
    closeReason = reason;
  }
}
