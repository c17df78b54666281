package io.callrouter.testkit;

import io.callrouter.call.Call;
import io.callrouter.call.CallRecord;
import io.callrouter.codec.WavAudio;
import java.time.Duration;
import java.util.List;
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
public interface SimulatedCaller {
  /** The carrier's id of the call. */
  String carrierId();

  /**
   * Presses keys. They wait for the next thing that takes keys if there is none; on a media stream
   * there are 100 ms from key to key.
   *
   * @param keys {@code 0-9 * # A-D}
   * @throws IllegalArgumentException if there is no such key
   */
  SimulatedCaller press(String keys);

  /**
   * Speaks, after what was to be said before; waits for the next thing that listens if there is
   * none.
   *
   * @param speech at 8, 16, 24 or 48 kHz
   * @throws IllegalArgumentException if it has another rate
   */
  SimulatedCaller speak(WavAudio speech);

  /**
   * Speaks, after what was to be said before; waits for the next thing that listens if there is
   * none.
   *
   * @param pcm 16-bit samples at 8 kHz
   */
  SimulatedCaller speak(short[] pcm);

  /**
   * Says something that the carrier understands with a confidence of 0.9; see {@link #say(String,
   * double)}.
   */
  SimulatedCaller say(String text);

  /**
   * Says something that the carrier understands; waits for the next gather that listens to speech
   * if there is none. Only that is simulated, no audio: it takes 60 ms a character.
   *
   * @param confidence how sure the carrier is of what it understood, from 0 to 1
   * @throws IllegalArgumentException if the text is blank, or there is no such confidence
   */
  SimulatedCaller say(String text, double confidence);

  /** Hangs up; does nothing if the call is over. */
  SimulatedCaller hangUp();

  /**
   * Whoever was dialled last at that address.
   *
   * @throws IllegalStateException if nobody was dialled there yet
   */
  FarEnd farEnd(String address);

  /** Breaks the media socket off without a word; does nothing if there is none. */
  SimulatedCaller cutMedia();

  /**
   * Sends the last webhook once more, exactly as it was, and waits for the answer; see {@link
   * #exchanges()} for that.
   *
   * @throws IllegalStateException if none was sent yet, or there is no answer within 15 s
   */
  SimulatedCaller repeatLastWebhook();

  /**
   * Waits until nothing will happen unless the test does something: the call waits for what only
   * the test can bring, such as the keys of a gather whose prompt is over, the first sound of a
   * recording, or a far end that rings or talks until the test says more; a media stream has
   * carried only silence for a second, both ways, and nothing else waits to be heard; the call is
   * over and its record closed; or the carrier hangs, as the test asked for, and the record is
   * closed. What happens by itself when the caller waits long enough does not count: for that there
   * is {@link #silentFor}.
   *
   * @throws AssertionError if that is not so within an hour of virtual or a minute of real time
   */
  SimulatedCaller untilIdle();

  /**
   * Waits until a condition holds; the condition is asked whenever something has happened.
   *
   * @return whether it held in time
   */
  boolean until(BooleanSupplier condition, Duration limit);

  /** Does nothing for a while; waits. */
  SimulatedCaller silentFor(Duration length);

  /** Whether the call is over for the carrier and the caller. */
  boolean isOver();

  /** Every request with its answer, in the order of the answers. */
  List<Exchange> exchanges();

  /**
   * What the caller has heard from media streams since the start of the call: 16-bit samples at 8
   * kHz, so that sample number 8·n was heard n ms after the start. Where nothing was played there
   * is silence.
   */
  short[] heard();

  /**
   * All audio that came on media streams, heard or not, in the order it came and without gaps:
   * 16-bit samples at 8 kHz.
   */
  short[] received();

  /** What the carrier said to the caller in its own voice, each text as far as he heard it. */
  List<String> heardSpeech();

  /** What the carrier recorded of the call and keeps, in order; what is still recorded is not. */
  List<CallRecording> recordings();

  /** What happened until now, in order. */
  List<TimelineEvent> events();

  /** What the carrier complained of; a test of a sound application finds none. */
  List<Alert> alerts();

  /**
   * The router's handle of this call.
   *
   * @throws IllegalStateException if the router does not know the call
   */
  Call call();

  /**
   * The router's record of this call.
   *
   * @throws IllegalStateException if there is none: the call is not over, or not for long enough
   */
  CallRecord record();
}
