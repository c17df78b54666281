package io.callrouter.testkit.openai;

/**
 * A step of the protocol, at which something goes wrong.
 *
 * @param side before or after the service sends an event, or when it has read one of the client's
 * @param type of the event
 * @param number which one of that type, from 1
 * @since 0.1
 */
public record Moment(Side side, String type, int number) {
  /** Which side of an event it is. */
  public enum Side {
    /** The service is about to send it. */
    BEFORE,
    /** The service has sent it. */
    AFTER,
    /** The client's event has come, and was not yet done. */
    ON
  }

  /** Checks the number. */
  public Moment {
    if (number < 1) {
      throw new IllegalArgumentException("events are counted from 1, not from " + number);
    }
  }

  /** Before the first event of that type is sent. */
  public static Moment before(String serverEvent) {
    return new Moment(Side.BEFORE, serverEvent, 1);
  }

  /** After the first event of that type was sent. */
  public static Moment after(String serverEvent) {
    return new Moment(Side.AFTER, serverEvent, 1);
  }

  /** When the first event of that type has come from the client. */
  public static Moment on(String clientEvent) {
    return new Moment(Side.ON, clientEvent, 1);
  }

  /** The same at another one of these events, counted from 1. */
  public Moment nth(int other) {
    return new Moment(side, type, other);
  }
}
