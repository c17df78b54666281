package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Brain;
import io.callrouter.testkit.openai.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A model that greets, does one scripted thing each time the caller has spoken, and repeats what
 * tools give.
 */
final class Script implements Brain {
  private final Queue<Answer> answers = new ArrayDeque<>(); // guarded by itself
  private final List<String> results = new CopyOnWriteArrayList<>();
  private final List<String> greetings = new CopyOnWriteArrayList<>();

  Script then(Answer answer) {
    synchronized (answers) {
      answers.add(answer);
    }
    return this;
  }

  /** What tools gave so far. */
  List<String> results() {
    return results;
  }

  /** What the model was asked to begin with so far. */
  List<String> greetings() {
    return greetings;
  }

  @Override
  public Answer answer(Turn turn) {
    if (!turn.toolResults().isEmpty()) {
      turn.toolResults().forEach(result -> results.add(result.output()));
      return Answer.says("That is what I found.", Duration.ofSeconds(2));
    }
    if (turn.ownInstructions()) {
      greetings.add(turn.instructions());
      return Answer.says("Harbour Travel.", Duration.ofSeconds(1));
    }
    synchronized (answers) {
      Answer next = answers.poll();
      return next == null ? Answer.says("I see.", Duration.ofSeconds(1)) : next;
    }
  }
}
