package io.callrouter.openai;

import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the model has called: each call runs by itself while the conversation goes on; when all that
 * one answer of the model's asked for is there, another answer is wanted.
 *
 * <p>Guarded by the lock of the agent, but for what comes from the tools, which takes it.
 */
final class ToolCalls {
  /** The calls that one answer of the model's asked for. */
  private static final class Round {
    int calls;
    int open;
    boolean answered; // the answer is whole
    boolean spoken; // something was said in it too
    @Nullable Ending ending;
  }

  /** A call as the conversation has it. */
  private static final class Entry {
    final String name;
    final String arguments;
    @Nullable String output;

    Entry(String name, String arguments) {
      this.name = name;
      this.arguments = arguments;
    }
  }

  private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);
  private static final String ACKNOWLEDGE =
      "The caller waits while you look something up. Tell him so in one short sentence, in the"
          + " language you speak with him, and say nothing else. In English it is: ";
  private static final int MOST_AT_ONCE = 16;
  private static final int ANSWERS_REMEMBERED = 64;

  /** What another session is told of, if this one breaks. */
  private static final int CALLS_REMEMBERED = 16;

  /** A caller takes a pause that is longer for a broken line. */
  private static final Duration MOMENT = Duration.ofMillis(700);

  private final Object lock;
  private final Toolbox toolbox;
  private final ToolContext context;
  private final Timekeeper timekeeper;
  private final ClientMessages messages;
  private final Turns turns;
  private final Leaving leaving;
  private final Conversation conversation;
  private final Map<ToolCall, Round> running = new LinkedHashMap<>();
  private final Map<String, Round> rounds = new HashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> over = new LinkedHashSet<>();
  private final Set<String> onTheWay = new HashSet<>(); // outputs that the service has not shown
  private long next;
  private boolean closed;

  ToolCalls(
      Toolbox toolbox,
      ToolContext context,
      Timekeeper timekeeper,
      Object lock,
      ClientMessages messages,
      Turns turns,
      Leaving leaving,
      Conversation conversation) {
    this.toolbox = toolbox;
    this.context = context;
    this.timekeeper = timekeeper;
    this.lock = lock;
    this.messages = messages;
    this.turns = turns;
    this.leaving = leaving;
    this.conversation = conversation;
  }

  /** An item of an answer is done. A call that was cut short is none. */
  void itemDone(ServerMessage done) {
    String answer = done.text("response_id");
    if (closed || over.contains(answer) || !done.text("item", "status").equals("completed")) {
      return;
    }
    Round round = rounds.computeIfAbsent(answer, it -> new Round());
    if (done.text("item", "type").equals("message")) {
      round.spoken = true;
    } else if (done.text("item", "type").equals("function_call")) {
      called(done, round);
    }
  }

  private void called(ServerMessage done, Round round) {
    String id = done.text("item", "call_id");
    Entry entry = new Entry(done.text("item", "name"), done.text("item", "arguments"));
    if (entries.putIfAbsent(id, entry) == null) {
      forgetFirst();
      round.calls++;
      round.open++;
      begin(id, entry, round);
    }
  }

  private void begin(String id, Entry entry, Round round) {
    Tool tool = toolbox.find(entry.name);
    if (tool == null) {
      log.warn("{}: the model called a tool that there is not", context.call());
      refuse(id, entry, round, ToolOutcome.UNKNOWN, "there is no such tool");
    } else if (running.size() >= MOST_AT_ONCE) {
      log.warn("{}: {} tools run at once; {} is refused", context.call(), MOST_AT_ONCE, tool);
      refuse(id, entry, round, ToolOutcome.FAILED, "too many tools are running; wait for them");
    } else {
      ToolCall call = new ToolCall(id, tool, context, timekeeper, this::cameOut);
      running.put(call, round);
      call.start(entry.arguments);
      if (tool.acknowledgement() != null) {
        timekeeper.schedule(MOMENT, () -> acknowledge(call));
      }
    }
  }

  private void refuse(String id, Entry entry, Round round, ToolOutcome outcome, String reason) {
    conversation.tell(new AgentEvent.ToolCalled(entry.name, id, outcome, Duration.ZERO));
    give(id, ToolJson.error(reason), round);
  }

  /** Once, if the caller would hear nothing otherwise; he may be speaking himself meanwhile. */
  private void acknowledge(ToolCall call) {
    synchronized (lock) {
      String words = call.tool().acknowledgement();
      if (!running.containsKey(call) || !leaving.isAllHeard() || words == null) {
        return;
      }
      if (turns.isBusy()) {
        timekeeper.schedule(MOMENT, () -> acknowledge(call));
      } else {
        turns.want(ACKNOWLEDGE + words, true);
      }
    }
  }

  /** An answer is over, however it came out; no call of it follows. */
  void answered(String answer) {
    over.add(answer);
    if (over.size() > ANSWERS_REMEMBERED) {
      over.remove(over.iterator().next());
    }
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
        tell(call, outcome);
        round.ending = outcome == ToolOutcome.DONE ? call.tool().ending() : round.ending;
        give(call.id(), output, round);
      }
    }
  }

  private void give(String id, String output, Round round) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entry.output = output;
    }
    send(id, output);
    round.open--;
    goOn(round);
  }

  private void send(String id, String output) {
    String item = "tool_" + next++;
    onTheWay.add(item);
    conversation.send(messages.output(item, id, output));
  }

  private void goOn(Round round) {
    if (!round.answered || round.open > 0 || round.calls == 0) {
      return;
    }
    Ending ending = round.ending;
    if (ending == null) {
      turns.want(null);
      return;
    }
    if (!round.spoken) {
      turns.want(null, true);
    }
    leaving.wantSoon(ending);
  }

  /** The conversation has an item. */
  void itemAdded(ServerMessage added) {
    onTheWay.remove(added.text("item", "id"));
  }

  /** Whether an answer that begins now has seen all that tools gave so far. */
  boolean isAllGiven() {
    return onTheWay.isEmpty();
  }

  /** The session is gone; nothing more comes of its answers. */
  void broken() {
    List<Round> left = List.copyOf(rounds.values());
    rounds.clear();
    onTheWay.clear();
    left.forEach(
        round -> {
          round.answered = true;
          goOn(round);
        });
  }

  /** Tells another session of the calls, so that what is still to come has its place there. */
  void replay() {
    entries.forEach(
        (id, entry) -> {
          conversation.send(messages.call(id, entry.name, entry.arguments));
          if (entry.output != null) {
            send(id, entry.output);
          }
        });
  }

  /** Nobody waits for a tool any more. */
  void close() {
    closed = true;
    running.keySet().forEach(ToolCall::cancel);
    running.keySet().forEach(call -> tell(call, ToolOutcome.CANCELLED));
    running.clear();
  }

  private void tell(ToolCall call, ToolOutcome outcome) {
    conversation.tell(
        new AgentEvent.ToolCalled(call.tool().name(), call.id(), outcome, call.took()));
  }

  /** What is still to come in is kept whatever its age. */
  private void forgetFirst() {
    if (entries.size() - running.size() > CALLS_REMEMBERED) {
      entries.values().stream()
          .filter(entry -> entry.output != null)
          .findFirst()
          .ifPresent(entries.values()::remove);
    }
  }
}
