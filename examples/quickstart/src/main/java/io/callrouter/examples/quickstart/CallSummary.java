package io.callrouter.examples.quickstart;

import io.callrouter.call.CallRecord;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call in a few lines, with the time each step took.
 *
 * @param passages what the caller should have heard
 */
record CallSummary(List<TimelineEvent> steps, CallRecord record, List<Passage> passages) {
  void print(PrintStream out, Path heardFile) {
    out.println("\nStep by step");
    row(out, "webhooks", count(Kind.WEBHOOK) + " sent");
    row(out, "answers", "first after " + took(Kind.ANSWER) + ", slowest " + slowestAnswer());
    row(out, "socket", "open after " + took(Kind.SOCKET_OPEN));
    row(out, "first audio", "heard " + took(Kind.FIRST_AUDIO) + " after the stream began");
    row(out, "keys", all(Kind.DIGIT).map(TimelineEvent::detail).collect(Collectors.joining(" ")));
    row(out, "marks", count(Kind.MARK_SET) + " set, " + count(Kind.MARK_RETURNED) + " returned");
    row(out, "hang-up", has(Kind.HANG_UP) ? "by the caller" : "by the agent");
    row(out, "record", recordLine());
    out.println("\nWhat the caller heard (" + heardFile + ")");
    passages.forEach(passage -> out.println("  " + passage));
  }

  private static void row(PrintStream out, String step, String what) {
    out.println("  " + step + " ".repeat(13 - step.length()) + what);
  }

  private String recordLine() {
    return record.cause()
        + ", ended by "
        + record.endedBy()
        + ", "
        + record.duration().toSeconds()
        + " s, call "
        + record.call().id();
  }

  private String slowestAnswer() {
    return all(Kind.ANSWER)
        .map(TimelineEvent::took)
        .max(Comparator.naturalOrder())
        .map(CallProgress::milliseconds)
        .orElse("never");
  }

  private String took(Kind kind) {
    return all(kind)
        .findFirst()
        .map(step -> CallProgress.milliseconds(step.took()))
        .orElse("never");
  }

  private boolean has(Kind kind) {
    return all(kind).findAny().isPresent();
  }

  private long count(Kind kind) {
    return all(kind).count();
  }

  private Stream<TimelineEvent> all(Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind);
  }
}
