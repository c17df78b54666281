package io.callrouter.testkit.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A function call, its arguments in pieces. */
final class CallOutput implements OutputItem {
  private static final int PIECE = 12;
  private static final Duration EACH = Duration.ofMillis(10);

  private final OutputEvents events;
  private final Answer.FunctionCall call;
  private final String callId;
  private int said;

  CallOutput(OutputEvents events, Answer.FunctionCall call, String callId) {
    this.events = events;
    this.call = call;
    this.callId = callId;
  }

  @Override
  public Item item() {
    return events.item();
  }

  @Override
  public void open() {
    item().json().put("name", call.name()).put("call_id", callId).put("arguments", "");
    events.added();
  }

  @Override
  public @Nullable Duration next() {
    String arguments = call.arguments();
    if (said == arguments.length()) {
      return null;
    }
    int end = Math.min(arguments.length(), said + PIECE);
    events.send(
        events
            .about("response.function_call_arguments.delta")
            .put("call_id", callId)
            .put("delta", arguments.substring(said, end)));
    said = end;
    return EACH;
  }

  @Override
  public void close(String status) {
    String arguments = call.arguments().substring(0, said);
    item().json().put("arguments", arguments);
    events.send(
        events
            .about("response.function_call_arguments.done")
            .put("call_id", callId)
            .put("name", call.name())
            .put("arguments", arguments));
    events.done(status);
  }
}
