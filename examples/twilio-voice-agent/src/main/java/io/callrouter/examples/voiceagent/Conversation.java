package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.openai.AgentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;

/** One call's conversation: who said what, and how it went in figures. Thread-safe. */
final class Conversation {
  private final Instant begin;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final ArrayNode transcript = JsonNodeFactory.instance.arrayNode();
  private final LongSummaryStatistics answersMs = new LongSummaryStatistics();
  private int callerTurns;
  private int agentTurns;
  private int interruptions;
  private int tools;
  private long heardMs;
  private long inputTokens;
  private long outputTokens;

  Conversation(Instant begin) {
    this.begin = begin;
  }

  void add(Instant at, AgentEvent event) {
    long atMs = Duration.between(begin, at).toMillis();
    synchronized (lock) {
      if (event instanceof AgentEvent.CallerSaid said) {
        callerTurns++;
        entry(atMs, "caller").put("text", said.text());
      } else if (event instanceof AgentEvent.AgentSaid said) {
        addAgent(entry(atMs, "agent"), said);
      } else if (event instanceof AgentEvent.Answered answered) {
        answersMs.accept(answered.after().toMillis());
      } else if (event instanceof AgentEvent.ToolCalled called) {
        tools++;
        entry(atMs, "tool")
            .put("text", called.tool())
            .put("outcome", called.outcome().name())
            .put("tookMs", called.took().toMillis());
      } else if (event instanceof AgentEvent.Usage usage) {
        inputTokens += usage.inputTokens();
        outputTokens += usage.outputTokens();
      }
    }
  }

  private void addAgent(ObjectNode entry, AgentEvent.AgentSaid said) {
    agentTurns++;
    interruptions += said.interrupted() ? 1 : 0;
    heardMs += said.heard().toMillis();
    entry
        .put("text", said.text())
        .put("saidMs", said.said().toMillis())
        .put("heardMs", said.heard().toMillis())
        .put("interrupted", said.interrupted());
  }

  private ObjectNode entry(long atMs, String who) {
    return transcript.addObject().put("atMs", atMs).put("who", who);
  }

  /** Adds {@code analytics} and {@code transcript}. */
  void writeTo(ObjectNode report) {
    synchronized (lock) {
      report
          .putObject("analytics")
          .put("callerTurns", callerTurns)
          .put("agentTurns", agentTurns)
          .put("interruptions", interruptions)
          .put("toolCalls", tools)
          .put("agentHeardMs", heardMs)
          .put("answerMeanMs", Math.round(answersMs.getAverage()))
          .put("answerMostMs", answersMs.getCount() == 0 ? 0 : answersMs.getMax())
          .put("inputTokens", inputTokens)
          .put("outputTokens", outputTokens);
      report.set("transcript", transcript.deepCopy());
    }
  }
}
