package io.callrouter.testkit.openai;

import io.callrouter.time.Timekeeper.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has the model ask by itself when the caller is silent for long after an answer was heard. */
final class IdleTimer {
  private final Session session;
  private @Nullable Timer timer;

  IdleTimer(Session session) {
    this.session = session;
  }

  /** An answer is made; the service guesses that it is played from the moment it was begun. */
  void answered(ResponseRun run) {
    stop();
    TurnDetection detection = session.settings().turnDetection();
    if (detection != null && detection.idle() != null) {
      Duration left = run.at().plus(run.audio()).minus(session.sinceStart());
      Duration wait = detection.idle().plus(left.isNegative() ? Duration.ZERO : left);
      timer = session.later(wait, () -> session.timeOut(detection));
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
    }
    timer = null;
  }
}
