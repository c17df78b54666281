package io.callrouter.examples.quickstart;

import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the steps of a simulated call as they happen, and remembers them. */
final class CallProgress implements Consumer<TimelineEvent> {
  /** Five each second: they are counted at the end. */
  private static final Set<Kind> NOT_TOLD = Set.of(Kind.MARK_SET, Kind.MARK_RETURNED);

  private final PrintStream out;
  private final List<TimelineEvent> steps = new ArrayList<>();

  CallProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void accept(TimelineEvent step) {
    steps.add(step);
    if (!NOT_TOLD.contains(step.kind())) {
      out.println(line(step));
    }
  }

  synchronized boolean has(Kind kind) {
    return steps.stream().anyMatch(step -> step.kind() == kind);
  }

  synchronized List<TimelineEvent> steps() {
    return List.copyOf(steps);
  }

  synchronized String lastStep() {
    return steps.isEmpty() ? "nothing" : line(steps.get(steps.size() - 1)).strip();
  }

  private static String line(TimelineEvent step) {
    String name = step.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String took = step.took().isZero() ? "" : milliseconds(step.took());
    double seconds = step.at().toNanos() / 1e9;
    return String.format(Locale.ROOT, "%8.3f s  %-14s %9s  %s", seconds, name, took, detail(step))
        .stripTrailing();
  }

  /** What is known of a step; a media socket's address ends with a token, which is nobody's. */
  private static String detail(TimelineEvent step) {
    return step.kind() == Kind.SOCKET_OPEN ? "" : step.detail();
  }

  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
