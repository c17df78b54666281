package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Call;
import io.callrouter.media.ConnectContext;
import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the model may call, and what it has called: each call runs by itself while the conversation
 * goes on; when all that one answer of the model's asked for is there, another answer is wanted.
 *
 * <p>Guarded by the lock of the agent, but for what comes from the tools, which takes it.
 */
final class Toolbox {
  /** The agent, called with its lock. */
  interface Owner {
    /** The model is to be given what a tool gave. */
    void give(String item, String call, String output);

    /** The model is to say what follows from what it was given. */
    void answer();

    void tell(AgentEvent event);
  }

  private record Context(Call call, OpenAiAgent agent, Map<String, String> attributes)
      implements ToolContext {}

  /** The calls that one answer of the model's asked for. */
  private static final class Round {
    int open;
    boolean answered;
  }

  private static final Logger log = LoggerFactory.getLogger(Toolbox.class);
  private static final int MOST_AT_ONCE = 16;
  private static final int REMEMBERED = 256;

  private final Object lock;
  private final Owner owner;
  private final Context context;
  private final Timekeeper timekeeper;
  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Map<ToolCall, Round> running = new LinkedHashMap<>();
  private final Map<String, Round> rounds = new HashMap<>();
  private final Set<String> called = new LinkedHashSet<>();
  private final Set<String> over = new LinkedHashSet<>();
  private long next;
  private boolean closed;

  Toolbox(AgentConfig config, ConnectContext context, OpenAiAgent agent, Object lock, Owner owner) {
    this.lock = lock;
    this.owner = owner;
    this.context = new Context(context.call(), agent, context.attributes());
    this.timekeeper = context.timekeeper();
    config.tools().forEach(tool -> tools.put(tool.name(), tool));
  }

  /** Writes into the session what the model may call. */
  void write(ObjectNode session) {
    ArrayNode written = session.putArray("tools");
    tools.values().forEach(tool -> written.add(tool.definition()));
  }

  /** An item of an answer is done. One that was cut short is no call. */
  void called(ServerMessage done) {
    String answer = done.text("response_id");
    String id = done.text("item", "call_id");
    boolean whole =
        done.text("item", "type").equals("function_call")
            && done.text("item", "status").equals("completed");
    if (closed || !whole || over.contains(answer) || !remember(called, id)) {
      return;
    }
    Round round = rounds.computeIfAbsent(answer, it -> new Round());
    round.open++;
    begin(id, done.text("item", "name"), done.text("item", "arguments"), round);
  }

  private void begin(String id, String name, String arguments, Round round) {
    Tool tool = tools.get(name);
    if (tool == null) {
      log.warn("{}: the model called a tool that there is not", context.call());
      give(id, ToolJson.error("there is no such tool"), round);
      owner.tell(new AgentEvent.ToolCalled(name, id, ToolOutcome.UNKNOWN, Duration.ZERO));
    } else if (running.size() >= MOST_AT_ONCE) {
      log.warn("{}: {} tools run at once; {} is refused", context.call(), MOST_AT_ONCE, tool);
      give(id, ToolJson.error("too many tools are running; wait for their results"), round);
      owner.tell(new AgentEvent.ToolCalled(name, id, ToolOutcome.FAILED, Duration.ZERO));
    } else {
      ToolCall call = new ToolCall(id, tool, context, timekeeper, this::cameOut);
      running.put(call, round);
      call.start(arguments);
    }
  }

  /** An answer is over, however it came out; no call of it follows. */
  void answered(String answer) {
    remember(over, answer);
    Round round = rounds.remove(answer);
    if (round != null) {
      round.answered = true;
      goOn(round);
    }
  }

  private void cameOut(ToolCall call, ToolOutcome outcome, String output) {
    synchronized (lock) {
      Round round = running.remove(call);
      if (round != null) {
        owner.tell(new AgentEvent.ToolCalled(call.tool().name(), call.id(), outcome, call.took()));
        give(call.id(), output, round);
      }
    }
  }

  private void give(String id, String output, Round round) {
    owner.give("tool_" + next++, id, output);
    round.open--;
    goOn(round);
  }

  private void goOn(Round round) {
    if (round.answered && round.open == 0) {
      owner.answer();
    }
  }

  /** Nobody waits for a tool any more. */
  void close() {
    closed = true;
    running.forEach(
        (call, round) -> {
          call.cancel();
          owner.tell(
              new AgentEvent.ToolCalled(
                  call.tool().name(), call.id(), ToolOutcome.CANCELLED, call.took()));
        });
    running.clear();
  }

  /** Whether it is new; what was long ago is forgotten. */
  private static boolean remember(Set<String> memory, String id) {
    boolean fresh = memory.add(id);
    if (memory.size() > REMEMBERED) {
      memory.remove(memory.iterator().next());
    }
    return fresh;
  }
}
