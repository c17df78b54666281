package io.callrouter.testkit.carrier;

import io.callrouter.call.Call;
import io.callrouter.call.CallRecord;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.CallRecording;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The caller of a call that is made of {@link CallParts}, for a carrier to add what is its own.
 *
 * @param <S> the carrier's own type of it
 * @since 0.1
 */
public abstract class BasicCaller<S extends BasicCaller<S>> implements SimulatedCaller {
  private static final Duration LONGEST_REAL_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_VIRTUAL_WAIT = Duration.ofHours(1);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final double USUAL_CONFIDENCE = 0.9;

  private final CallParts parts;
  private final Records records;
  private final Timekeeper timekeeper;

  /** The caller of that call. */
  protected BasicCaller(CallParts parts, Records records) {
    this.parts = parts;
    this.records = records;
    this.timekeeper = parts.timekeeper();
  }

  /** This. */
  protected abstract S self();

  /** Whether nothing will happen unless the test does something. */
  protected abstract boolean isIdle();

  /** What the call is doing, for a message that it is not idle. */
  protected abstract String doing();

  /** What the router knows of the call. */
  protected final Records records() {
    return records;
  }

  @Override
  public final String carrierId() {
    return parts.carrierId();
  }

  @Override
  public final S press(String keys) {
    parts.keypad().press(keys);
    return self();
  }

  @Override
  public final S speak(WavAudio speech) {
    parts.voice().say(speech);
    return self();
  }

  @Override
  public final S speak(short[] pcm) {
    parts.voice().say(pcm);
    return self();
  }

  @Override
  public final S say(String text) {
    return say(text, USUAL_CONFIDENCE);
  }

  @Override
  public final S say(String text, double confidence) {
    parts.utterances().add(List.of(new Utterance(text, confidence)));
    return self();
  }

  @Override
  public abstract S hangUp();

  @Override
  public final S cutMedia() {
    MediaLeg leg = parts.legs().last();
    if (leg != null) {
      leg.cut();
    }
    return self();
  }

  @Override
  public final S repeatLastWebhook() {
    try {
      timekeeper.await(parts.webhooks().repeatLast().toCompletableFuture(), LONGEST_ANSWER);
    } catch (TimeoutException | CompletionException e) {
      throw new IllegalStateException("the repeated webhook was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return self();
  }

  @Override
  public final S untilIdle() {
    Duration limit =
        timekeeper instanceof ManualTimekeeper ? LONGEST_VIRTUAL_WAIT : LONGEST_REAL_WAIT;
    if (!until(this::isIdle, limit)) {
      throw new AssertionError(
          "not idle within " + limit + ": " + doing() + ", events " + events());
    }
    return self();
  }

  @Override
  public final boolean until(BooleanSupplier condition, Duration limit) {
    if (timekeeper instanceof ManualTimekeeper time) {
      time.runReady();
      return condition.getAsBoolean() || time.advanceUntil(condition, limit);
    }
    long end = timekeeper.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (timekeeper.nanoTime() - end >= 0 || !sleep(LOOK_AGAIN)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final S silentFor(Duration length) {
    if (timekeeper instanceof ManualTimekeeper time) {
      time.advance(length);
    } else {
      sleep(length);
    }
    return self();
  }

  @Override
  public final List<Exchange> exchanges() {
    return parts.webhooks().exchanges();
  }

  @Override
  public final short[] heard() {
    return parts.legs().heard();
  }

  @Override
  public final short[] received() {
    return parts.legs().received();
  }

  @Override
  public final List<String> heardSpeech() {
    return parts.log().speech();
  }

  @Override
  public final List<CallRecording> recordings() {
    return parts.log().recordings();
  }

  @Override
  public final List<TimelineEvent> events() {
    return parts.log().events();
  }

  @Override
  public final List<Alert> alerts() {
    return parts.log().alerts();
  }

  @Override
  public final Call call() {
    return found(records.call(), "the router does not know the call: is one attached?");
  }

  @Override
  public final CallRecord record() {
    return found(
        records.record(),
        "the call has no record yet: say untilIdle() after its end; once a router is closed, its"
            + " sinks have the record");
  }

  /**
   * What is there.
   *
   * @throws IllegalStateException with that sentence if it is not
   */
  protected static <T> T found(Optional<T> wanted, String otherwise) {
    return wanted.orElseThrow(() -> new IllegalStateException(otherwise));
  }

  private boolean sleep(Duration length) {
    try {
      timekeeper.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
