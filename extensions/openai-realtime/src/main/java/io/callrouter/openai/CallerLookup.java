package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the host knows about the person on the phone: looked up as soon as the agent is made, and
 * written into the session's instructions when it is there.
 *
 * <p>Guarded by the lock of the agent, but for what comes from the look-up, which takes it.
 */
final class CallerLookup {
  private static final String NAME = "get_phone_session";
  private static final String NOTHING_KNOWN = "Nothing is known about this caller.";

  private final Object lock;
  private final Conversation conversation;
  private final Timekeeper timekeeper;
  private final @Nullable ToolCall lookup;
  private @Nullable String known;
  private boolean over;
  private @Nullable Runnable waiting;

  /**
   * Nothing was looked up yet.
   *
   * @param tool looks up; null if the host knows of nobody
   */
  CallerLookup(
      @Nullable Tool tool,
      ToolContext context,
      Timekeeper timekeeper,
      Object lock,
      Conversation conversation) {
    this.lock = lock;
    this.conversation = conversation;
    this.timekeeper = timekeeper;
    this.over = tool == null;
    this.lookup = tool == null ? null : new ToolCall(NAME, tool, context, timekeeper, this::found);
  }

  /** The tool by which the model asks again. */
  static Tool tool(PhoneSessions<?> sessions) {
    return Tool.ofSchema(
        NAME,
        "What is known about the person on the phone, by his number: read it again after it may"
            + " have changed.",
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
        (json, context) -> {
          Object known = sessions.find(numberOf(context.call().facts()), context.call());
          return known == null ? NOTHING_KNOWN : known;
        });
  }

  /** Of a call that the host has placed, the one it was placed to. */
  private static String numberOf(CallFacts facts) {
    return facts.direction() == Direction.OUTBOUND ? facts.to() : facts.from();
  }

  /** Begins to look up; does not wait. */
  void open() {
    if (lookup != null) {
      lookup.start("{}");
    }
  }

  /** Writes into the session what is known by now. */
  void write(ObjectNode session) {
    if (known != null) {
      String instructions = session.path("instructions").asText();
      String gap = instructions.isEmpty() ? "" : "\n\n";
      session.put(
          "instructions",
          instructions + gap + "# What is known about the person on the phone\n" + known);
    }
  }

  /** Does something with the lock as soon as it is over, or when it has waited for so long. */
  void whenOver(Duration longest, Runnable then) {
    if (over) {
      then.run();
      return;
    }
    waiting = then;
    timekeeper.schedule(
        longest,
        () -> {
          synchronized (lock) {
            goOn();
          }
        });
  }

  private void found(ToolCall call, ToolOutcome outcome, String output) {
    synchronized (lock) {
      over = true;
      if (outcome == ToolOutcome.DONE) {
        known = output;
        conversation.change();
      } else {
        conversation.tell(
            new AgentEvent.Trouble(
                "phone-session", "the caller could not be looked up: " + outcome, false));
      }
      goOn();
    }
  }

  private void goOn() {
    Runnable then = waiting;
    waiting = null;
    if (then != null) {
      then.run();
    }
  }

  /** Nobody waits for it any more. */
  void close() {
    waiting = null;
    if (lookup != null) {
      lookup.cancel();
    }
  }
}
