package io.callrouter.media;

import io.callrouter.call.Call;
import java.time.Duration;
import java.util.Map;

/**
 * What a script, an endpoint written as a plain blocking program, can do with its call.
 *
 * <p>Used by the script's own thread only. Every method throws {@link InterruptedException} as soon
 * as the media is over, so that the program ends.
 *
 * @since 0.1
 */
public interface Script {
  /** A program that talks with the caller; what it returns is the result of the connect action. */
  @FunctionalInterface
  interface Program {
    /**
     * Runs once per call, on a thread of its own; may block.
     *
     * @return the result handed to the flow; what was played is first heard to its end
     * @throws Exception if it fails: the connect action comes out as failed
     */
    String run(Script script) throws Exception;
  }

  /** The call. */
  Call call();

  /** The attributes of the connect action. */
  Map<String, String> attributes();

  /**
   * Plays a clip and waits until it was heard. A key that the caller presses, or pressed before and
   * was not taken yet, cuts it.
   *
   * @return how much was heard
   */
  PlayedItem play(AudioClip clip) throws InterruptedException;

  /**
   * Takes the keys the caller pressed or presses.
   *
   * @param count how many to wait for
   * @param timeout how long to wait for each
   * @return the keys, fewer than asked for if the time ran out, empty if none
   */
  String digits(int count, Duration timeout) throws InterruptedException;

  /**
   * Lets the caller hear himself, 120 ms late so that frames may come unevenly, until the time is
   * over or a key is pressed; the key stays to be taken.
   */
  void echo(Duration length) throws InterruptedException;
}
