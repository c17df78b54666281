package io.callrouter.examples.quickstart;

import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a simulated caller does with an agent, and what he should have heard then.
 *
 * @param speech what he says when the agent listens
 */
record Conversation(Agent agent, WavAudio speech, CallProgress progress) {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(15);
  private static final Duration MOMENT = Duration.ofMillis(500);

  /** Talks until the call is over; returns whether it came that far. */
  boolean hold(SimulatedCaller caller) {
    return switch (agent) {
      case MENU -> goThroughTheMenu(caller);
      case ECHO -> speakAndHangUp(caller);
    };
  }

  private boolean goThroughTheMenu(SimulatedCaller caller) {
    if (!waitFor(caller, Kind.FIRST_AUDIO, LONGEST_ANSWER)) {
      return false;
    }
    caller.silentFor(Sound.GREETING.clip().length().plus(MOMENT));
    caller.press("1").silentFor(Sound.ECHO.clip().length().plus(MOMENT));
    boolean spoken = speak(caller);
    caller.press("#").silentFor(MOMENT.multipliedBy(2));
    caller.press("9");
    return spoken && caller.until(caller::isOver, LONGEST_END);
  }

  private boolean speakAndHangUp(SimulatedCaller caller) {
    boolean spoken = waitFor(caller, Kind.STREAM_START, LONGEST_ANSWER) && speak(caller);
    caller.hangUp();
    return spoken && caller.until(caller::isOver, LONGEST_END);
  }

  private boolean speak(SimulatedCaller caller) {
    int frames = speech.samples().length / speech.channels();
    Duration length = Duration.ofMillis(1000L * frames / speech.sampleRateHz());
    boolean spoken = waitFor(caller.speak(speech), Kind.SPOKEN, length.plus(LONGEST_ANSWER));
    caller.silentFor(MOMENT);
    return spoken;
  }

  private boolean waitFor(SimulatedCaller caller, Kind step, Duration limit) {
    return caller.until(() -> progress.has(step) || caller.isOver(), limit) && progress.has(step);
  }

  /**
   * Judges what came to the caller.
   *
   * <p>The plain echo sends each frame back as it comes. Where one comes late there is nothing to
   * hear for as long, so it is judged by what came, not by when: every frame, in order.
   */
  List<Passage> judge(SimulatedCaller caller) {
    return switch (agent) {
      case MENU -> {
        HeardAudio heard = new HeardAudio(caller.heard());
        yield Stream.of(
                heard.find("greeting", Sound.GREETING.recording()),
                heard.find("prompt", Sound.ECHO.recording()),
                heard.find("echo", speech),
                heard.find("goodbye", Sound.GOODBYE.recording()))
            .toList();
      }
      case ECHO -> List.of(new HeardAudio(caller.received()).find("echo", speech));
    };
  }
}
