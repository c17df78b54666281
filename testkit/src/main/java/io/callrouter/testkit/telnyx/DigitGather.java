package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys, with a prompt or without. Needs the lock.
 *
 * <p>Not confirmed of the original, and chosen here: a key interrupts the prompt; what was pressed
 * when the time between keys is over counts if it is long enough; keys are looked at when the input
 * is complete; after the last prompt without any key the status is {@code timeout}.
 */
final class DigitGather {
  private final Leg leg;
  private final CallControl control;
  private final GatherOptions options;
  private final StringBuilder digits = new StringBuilder();
  private Timekeeper.Timer timer = () -> {};
  private Timekeeper.Timer limit = () -> {};
  private int tries;
  private boolean prompting;
  private boolean over;

  DigitGather(Leg leg, CallControl control, GatherOptions options) {
    this.leg = leg;
    this.control = control;
    this.options = options;
  }

  void begin() {
    if (options.limit() != null) {
      limit = control.after(options.limit(), () -> end("timeout"));
    }
    prompt(options.prompt());
  }

  /** Ends it without a result of the caller's. */
  void cancel(String status) {
    end(status);
  }

  /** Whether the caller can press as long as he likes, and nothing else goes on. */
  boolean awaitsKeys() {
    return !over && !prompting && digits.isEmpty();
  }

  private void prompt(@Nullable Sound sound) {
    tries++;
    digits.setLength(0);
    if (sound == null) {
      wait(options.firstKey());
      return;
    }
    prompting = true;
    leg.audio().play(sound, status -> prompted());
  }

  private void prompted() {
    prompting = false;
    if (!over && digits.isEmpty()) {
      wait(options.firstKey());
    }
  }

  private void wait(Duration patience) {
    timer.cancel();
    timer = control.after(patience, this::timedOut);
  }

  private void timedOut() {
    if (digits.isEmpty() && tries < options.tries()) {
      prompt(options.prompt());
    } else if (digits.isEmpty()) {
      end("timeout");
    } else {
      complete();
    }
  }

  /** The caller pressed a key. */
  void press(char key) {
    if (options.terminator().equals(Character.toString(key))) {
      complete();
      return;
    }
    digits.append(key);
    if (prompting) {
      prompting = false;
      leg.audio().stop(true);
    }
    if (digits.length() >= options.maximum()) {
      complete();
    } else {
      wait(options.betweenKeys());
    }
  }

  private void complete() {
    boolean valid =
        digits.length() >= options.minimum()
            && digits.chars().allMatch(key -> options.valid().indexOf(key) >= 0);
    if (!valid && tries < options.tries()) {
      timer.cancel();
      Sound again = options.invalidPrompt();
      prompt(again == null ? options.prompt() : again);
    } else {
      end(valid ? "valid" : "invalid");
    }
  }

  private void end(String status) {
    if (over) {
      return;
    }
    over = true;
    timer.cancel();
    limit.cancel();
    leg.gathered(this);
    if (prompting && leg.isAlive()) {
      prompting = false;
      leg.audio().stop(true);
    }
    ObjectNode payload = leg.events().addressed();
    payload.put("digits", digits.toString());
    payload.put("status", status);
    leg.events().send("call.gather.ended", payload);
  }
}
