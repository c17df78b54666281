package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.WavAudio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The responses of a session; one at a time may write to the conversation. */
final class Responses {
  private final Session session;
  private final List<ResponseRun> all = new ArrayList<>();
  private @Nullable WavAudio heard;
  private final Set<Item> answered = new HashSet<>();

  Responses(Session session) {
    this.session = session;
  }

  /** What the caller said, for the next response. */
  void heard(@Nullable WavAudio audio) {
    heard = audio;
  }

  /**
   * Begins a response.
   *
   * @param request what the client asked for, or an empty object
   */
  void create(ObjectNode request, Turn.Cause cause) throws Refusal {
    Shapes.RESPONSE.check(request, "response");
    boolean outOfBand = request.path("conversation").asText().equals("none");
    ResponseRun active = active();
    if (!outOfBand && active != null) {
      throw Refusal.of(
          "conversation_already_has_active_response",
          "Conversation already has an active response in progress: "
              + active.id()
              + ". Wait until the response is finished before creating a new one.");
    }
    if (session.plan().takeRefusal()) {
      throw Refusal.of("invalid_value", "Invalid value: this answer is not to be had.");
    }
    Turn turn = turn(request, cause, outOfBand);
    Answer answer = session.model().brain().answer(turn);
    ResponseRun run = new ResponseRun(session, session.newId("resp"), request, turn, answer);
    all.add(run);
    run.begin();
  }

  private Turn turn(ObjectNode request, Turn.Cause cause, boolean outOfBand) {
    List<Item> fresh =
        session.conversation().items().stream().filter(item -> !answered.contains(item)).toList();
    Turn turn =
        new Turn(
            cause,
            all.size() + 1,
            heard,
            lastText(fresh),
            toolResults(fresh),
            effective(request, "instructions").asText(""),
            request.path("instructions").isTextual(),
            toolNames(effective(request, "tools")),
            metadata(request.path("metadata")),
            outOfBand);
    if (!outOfBand) {
      answered.addAll(fresh);
      heard = null;
    }
    return turn;
  }

  private JsonNode effective(ObjectNode request, String field) {
    return request.hasNonNull(field) ? request.get(field) : session.settings().get(field);
  }

  private static String lastText(List<Item> items) {
    return items.stream()
        .filter(item -> item.json().path("role").asText().equals("user"))
        .filter(item -> item.json().at("/content/0/type").asText().equals("input_text"))
        .map(Item::text)
        .reduce("", (before, last) -> last);
  }

  private static List<Turn.ToolResult> toolResults(List<Item> items) {
    return items.stream()
        .filter(item -> item.type().equals("function_call_output"))
        .map(item -> new Turn.ToolResult(item.json().path("call_id").asText(), item.text()))
        .toList();
  }

  private static List<String> toolNames(JsonNode tools) {
    List<String> names = new ArrayList<>();
    tools.forEach(tool -> names.add(tool.path("name").asText()));
    return names;
  }

  private static Map<String, String> metadata(JsonNode given) {
    Map<String, String> metadata = new HashMap<>();
    given.properties().forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
    return metadata;
  }

  /**
   * Ends a response because the client says so.
   *
   * @param id which one, or null for the active one
   */
  void cancel(@Nullable String id) throws Refusal {
    ResponseRun run =
        id == null
            ? active()
            : running().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    if (run == null) {
      throw Refusal.of(
          "response_cancel_not_active", "Cancellation failed: no active response found");
    }
    run.cancel("client_cancelled");
  }

  /** The caller speaks. */
  void interrupt() {
    ResponseRun active = active();
    if (active != null) {
      active.cancel("turn_detected");
    }
  }

  /** One is over. */
  void over(ResponseRun run) {
    if (!run.isOutOfBand()) {
      session.answered(run);
    }
  }

  /** The one that writes to the conversation, or null. */
  @Nullable ResponseRun active() {
    return running().filter(run -> !run.isOutOfBand()).findFirst().orElse(null);
  }

  private Stream<ResponseRun> running() {
    return all.stream().filter(run -> !run.isOver());
  }

  List<ModelResponse> seen() {
    return all.stream().map(ResponseRun::seen).toList();
  }
}
