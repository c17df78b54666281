package io.callrouter.testkit;

import java.time.Duration;
import java.util.List;

/**
 * One way in which a carrier, or the network to it, misbehaves during a call.
 *
 * <p>Webhooks are numbered in the order in which the carrier means to send them: 1 is the first
 * webhook of the call. Chances come from a seed, the same ones each time.
 *
 * @since 0.1
 */
public sealed interface Misbehaviour {
  /**
   * Webhooks that nobody waits for come up to 1.5 s late, and any webhook may come twice.
   *
   * @since 0.1
   */
  record DisturbedWebhooks(long seed) implements Misbehaviour {}

  /**
   * A webhook comes again.
   *
   * @param after how long after its time
   * @since 0.1
   */
  record RepeatedWebhook(int number, Duration after) implements Misbehaviour {}

  /**
   * A webhook comes late.
   *
   * @since 0.1
   */
  record LateWebhook(int number, Duration by) implements Misbehaviour {}

  /**
   * A webhook gets lost on its way, each time it is sent.
   *
   * @since 0.1
   */
  record LostWebhook(int number) implements Misbehaviour {}

  /**
   * Webhooks come in another order: each waits until those before it have been delivered, but not
   * for longer than that, since a carrier may have nothing to tell before it is answered.
   *
   * @param order the numbers of those that are held; others come at their time
   * @since 0.1
   */
  record ReorderedWebhooks(List<Integer> order, Duration atMost) implements Misbehaviour {
    /** Copies the order. */
    public ReorderedWebhooks {
      order = List.copyOf(order);
    }
  }

  /**
   * Before a webhook comes a copy of it with a wrong signature.
   *
   * @since 0.1
   */
  record ForgedWebhook(int number) implements Misbehaviour {}

  /**
   * Before a webhook comes one that is signed as it should be, with a body that makes no sense.
   *
   * @since 0.1
   */
  record GarbledWebhook(int number) implements Misbehaviour {}

  /**
   * A webhook has fields that nobody knows; where the carrier names events, one that nobody knows
   * comes before it.
   *
   * @since 0.1
   */
  record UnknownInWebhook(int number) implements Misbehaviour {}

  /**
   * The carrier never opens the media socket it is told to open, and hangs there.
   *
   * @since 0.1
   */
  record SocketNeverOpens() implements Misbehaviour {}

  /**
   * The carrier opens the media socket, but never says that the stream has started.
   *
   * @since 0.1
   */
  record SilentSocket() implements Misbehaviour {}

  /**
   * The network breaks the media socket off in the middle of a message. Within the process there is
   * no half of a message: there it breaks off between two.
   *
   * @param after how long after the start of the stream
   * @since 0.1
   */
  record CutInMidMessage(Duration after) implements Misbehaviour {}

  /**
   * The carrier reads slowly: each message of the application occupies it for so long.
   *
   * @since 0.1
   */
  record SlowReader(Duration each) implements Misbehaviour {}

  /**
   * Media of the caller comes late by chance, in order.
   *
   * @param most how late
   * @since 0.1
   */
  record JitteryMedia(long seed, Duration most) implements Misbehaviour {}

  /**
   * Media of the caller gets lost by chance.
   *
   * @param share of the frames, from 0 to 1
   * @since 0.1
   */
  record MissingMedia(long seed, double share) implements Misbehaviour {}

  /**
   * Media of the caller comes in disorder: by chance a frame comes after the next one.
   *
   * @param share of the frames, from 0 to 1
   * @since 0.1
   */
  record DisorderedMedia(long seed, double share) implements Misbehaviour {}

  /**
   * On the media socket there are messages that nobody knows.
   *
   * @since 0.1
   */
  record UnknownOnSocket() implements Misbehaviour {}

  /**
   * The carrier says that the stream is over, and leaves the socket open.
   *
   * @since 0.1
   */
  record StopWithoutClose() implements Misbehaviour {}

  /**
   * The carrier closes the socket without saying that the stream is over.
   *
   * @since 0.1
   */
  record CloseWithoutStop() implements Misbehaviour {}
}
