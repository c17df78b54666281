package io.callrouter.benchmarks.load;

import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.openai.Turn;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The simulated model on a socket: each answer is as long as belongs to the call whose number
 * stands in the instructions, so that a caller knows his own.
 */
final class ModelService implements Server {
  private static final int SHORTEST_MS = 3000;
  private static final int LENGTHS = 100;
  private static final Pattern CALL = Pattern.compile("call (\\d+)");

  private final Timekeeper clock = new InlineTimekeeper();
  private final SimulatedModel model = SimulatedModel.create(clock).answering(ModelService::answer);
  private @Nullable ModelSockets sockets;

  /** What an agent is told, so that its model knows the call. */
  static String instructions(int call) {
    return "You are on call " + call + ".";
  }

  /** How long each answer on a call is, in whole frames. */
  static int answerMs(int call) {
    return SHORTEST_MS + call % LENGTHS * Frames.MS;
  }

  private static Answer answer(Turn turn) {
    Matcher call = CALL.matcher(turn.instructions());
    int number = call.find() ? Integer.parseInt(call.group(1)) : 0;
    return Answer.says("This is an answer.", Duration.ofMillis(answerMs(number)));
  }

  @Override
  public int start() throws IOException {
    ModelSockets listening = new ModelSockets(model);
    sockets = listening;
    return listening.port();
  }

  @Override
  public Histogram latencies() {
    return new Histogram();
  }

  @Override
  public String counters() {
    return "%d sessions, %d answers; refused: %d of %d truncations, %d messages in all"
        .formatted(
            model.sessions().size(),
            count("answers"),
            count("truncations-refused"),
            count("truncations"),
            count("refused"));
  }

  @Override
  public long count(String counter) {
    return switch (counter) {
      case "open" -> model.openSessions();
      case "answers" -> sum(session -> session.responses().size());
      case "truncations" -> sum(session -> session.truncations().size());
      case "truncations-refused" ->
          sum(session -> session.truncations().stream().filter(it -> !it.accepted()).count());
      case "refused" -> sum(session -> session.refused().size());
      default -> throw new IllegalArgumentException("no counter " + counter);
    };
  }

  private long sum(ToLongFunction<SimulatedSession> what) {
    return model.sessions().stream().mapToLong(what).sum();
  }

  @Override
  public String close(Duration deadline) throws IOException {
    ModelSockets listening = sockets;
    if (listening != null) {
      listening.close();
    }
    clock.close();
    return "closed";
  }
}
