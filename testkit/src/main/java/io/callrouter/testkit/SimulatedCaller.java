package io.callrouter.testkit;

import io.callrouter.call.Call;
import io.callrouter.call.CallRecord;
import io.callrouter.codec.WavAudio;
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
 * The person on the phone in a simulated call, and what the test sees of the call.
 *
 * <p>Positions in time are counted from the start of the call everywhere: in {@link #events()}, in
 * {@link #alerts()}, and in {@link #heard()}, whose samples are 125 µs each. All methods may be
 * called from any thread; those that wait say so. In virtual time waiting is what makes the time go
 * on, so it must be the test's own thread that waits.
 *
 * @since 0.1
 */
public final class SimulatedCaller {
  private static final Duration LONGEST_REAL_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_VIRTUAL_WAIT = Duration.ofHours(1);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final double USUAL_CONFIDENCE = 0.9;

  private final CallContext context;
  private final LiveCall call;
  private final Records records;
  private final Timekeeper timekeeper;

  SimulatedCaller(CallContext context, LiveCall call, Records records) {
    this.context = context;
    this.call = call;
    this.records = records;
    this.timekeeper = context.timekeeper();
  }

  /** The carrier's id of the call. */
  public String callSid() {
    return context.callSid();
  }

  /** The carrier's word for the state of the call, such as {@code in-progress}. */
  public String status() {
    return context.status();
  }

  /**
   * Presses keys. They wait for the next {@code Gather}, {@code Record}, media stream or far end
   * that talks if there is none; on a stream there are 100 ms from key to key, and to a recording
   * the caller first says what he has to say.
   *
   * @param keys {@code 0-9 * # A-D}
   * @throws IllegalArgumentException if there is no such key
   */
  public SimulatedCaller press(String keys) {
    context.keypad().press(keys);
    return this;
  }

  /**
   * Speaks, after what was to be said before; waits for the next {@code Record} or media stream if
   * there is none.
   *
   * @param speech at 8, 16, 24 or 48 kHz
   * @throws IllegalArgumentException if it has another rate
   */
  public SimulatedCaller speak(WavAudio speech) {
    context.voice().say(speech);
    return this;
  }

  /**
   * Speaks, after what was to be said before; waits for the next {@code Record} or media stream if
   * there is none.
   *
   * @param pcm 16-bit samples at 8 kHz
   */
  public SimulatedCaller speak(short[] pcm) {
    context.voice().say(pcm);
    return this;
  }

  /**
   * Says something that the carrier understands with a confidence of 0.9; see {@link #say(String,
   * double)}.
   */
  public SimulatedCaller say(String text) {
    return say(text, USUAL_CONFIDENCE);
  }

  /**
   * Says something that the carrier understands; waits for the next {@code Gather} that listens to
   * speech if there is none. Only that is simulated, no audio: it takes 60 ms a character.
   *
   * @param confidence how sure the carrier is of what it understood, from 0 to 1
   * @throws IllegalArgumentException if the text is blank, or there is no such confidence
   */
  public SimulatedCaller say(String text, double confidence) {
    context.utterances().add(List.of(new Utterance(text, confidence)));
    return this;
  }

  /** Hangs up; does nothing if the call is over. */
  public SimulatedCaller hangUp() {
    call.hangUp();
    return this;
  }

  /**
   * Whoever was dialled last at that address.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   * @throws IllegalStateException if nobody was dialled there yet
   */
  public FarEnd farEnd(String address) {
    return found(
        Optional.ofNullable(context.farEnds().at(address)),
        address + " was not dialled (yet): let time go on first");
  }

  /** Breaks the media socket off without a word; does nothing if there is none. */
  public SimulatedCaller cutMedia() {
    MediaLeg leg = call.legs().last();
    if (leg != null) {
      leg.cut();
    }
    return this;
  }

  /** Breaks the sockets of all streams off that only bring audio; the call goes on. */
  public SimulatedCaller cutTaps() {
    call.taps().cutAll();
    return this;
  }

  /**
   * Sends the last webhook once more, exactly as it was, and waits for the answer; see {@link
   * #exchanges()} for that.
   *
   * @throws IllegalStateException if none was sent yet, or there is no answer within 15 s
   */
  public SimulatedCaller repeatLastWebhook() {
    try {
      timekeeper.await(context.web().repeatLast().toCompletableFuture(), LONGEST_ANSWER);
    } catch (TimeoutException | CompletionException e) {
      throw new IllegalStateException("the repeated webhook was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  /**
   * Waits until nothing will happen unless the test does something: the call waits for what only
   * the test can bring, such as the keys of a {@code Gather} whose prompt is over, the first sound
   * of a {@code Record}, or a far end that rings or talks until the test says more; a media stream
   * has carried only silence for a second, both ways, and nothing else waits to be heard; the call
   * is over and its record closed; or the carrier hangs, as the test asked for, and the record is
   * closed. What happens by itself when the caller waits long enough does not count: for that there
   * is {@link #silentFor}.
   *
   * @throws AssertionError if that is not so within an hour of virtual or a minute of real time
   */
  public SimulatedCaller untilIdle() {
    Duration limit =
        timekeeper instanceof ManualTimekeeper ? LONGEST_VIRTUAL_WAIT : LONGEST_REAL_WAIT;
    if (!until(this::isIdle, limit)) {
      throw new AssertionError(
          "not idle within " + limit + ": " + call.phase() + ", events " + events());
    }
    return this;
  }

  /**
   * Waits until a condition holds; the condition is asked whenever something has happened.
   *
   * @return whether it held in time
   */
  public boolean until(BooleanSupplier condition, Duration limit) {
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

  /** Does nothing for a while; waits. */
  public SimulatedCaller silentFor(Duration length) {
    if (timekeeper instanceof ManualTimekeeper time) {
      time.advance(length);
    } else {
      sleep(length);
    }
    return this;
  }

  /** Whether the call is over for the carrier and the caller. */
  public boolean isOver() {
    return call.phase() == LiveCall.Phase.OVER;
  }

  /**
   * The verbs the caller went through, in order, by the names of their elements. {@code Redirect}
   * and {@code Hangup} are left out: they steer the call, and the {@link #events()} have them.
   */
  public List<String> verbs() {
    return context.log().verbs();
  }

  /** Every TwiML document that came, in order, as text. */
  public List<String> documents() {
    return context.log().documents();
  }

  /** Every request with its answer, in the order of the answers. */
  public List<Exchange> exchanges() {
    return context.web().exchanges();
  }

  /**
   * What the caller has heard from media streams since the start of the call: 16-bit samples at 8
   * kHz, so that sample number 8·n was heard n ms after the start. Where nothing was played there
   * is silence.
   */
  public short[] heard() {
    return call.legs().heard();
  }

  /**
   * All audio that came on media streams, heard or not, in the order it came and without gaps:
   * 16-bit samples at 8 kHz.
   */
  public short[] received() {
    return call.legs().received();
  }

  /** What was said to the caller by {@code Say}, each text as far as he heard it. */
  public List<String> heardSpeech() {
    return context.log().speech();
  }

  /** What the carrier recorded of the call and keeps, in order; what is still recorded is not. */
  public List<CallRecording> recordings() {
    return context.log().recordings();
  }

  /** What happened until now, in order. */
  public List<TimelineEvent> events() {
    return context.log().events();
  }

  /** What the carrier complained of; a test of a sound application finds none. */
  public List<Alert> alerts() {
    return context.log().alerts();
  }

  /**
   * The router's handle of this call.
   *
   * @throws IllegalStateException if the router does not know the call
   */
  public Call call() {
    return found(records.call(), "the router does not know the call: is one attached?");
  }

  /**
   * The router's record of this call.
   *
   * @throws IllegalStateException if there is none: the call is not over, or not for long enough
   */
  public CallRecord record() {
    return found(
        records.record(),
        "the call has no record yet: say untilIdle() after its end; once a router is closed, its"
            + " sinks have the record");
  }

  private static <T> T found(Optional<T> wanted, String otherwise) {
    return wanted.orElseThrow(() -> new IllegalStateException(otherwise));
  }

  private boolean isIdle() {
    return switch (call.phase()) {
      case WORKING -> false;
      case AWAITING_TEST -> true;
      case STREAMING -> isQuiet();
      case HANGING -> records.isSettled();
      case OVER -> context.web().isIdle() && records.isSettled();
    };
  }

  private boolean isQuiet() {
    MediaLeg leg = call.legs().last();
    return leg != null && leg.isQuiet();
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
