package io.callrouter.spi;

import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.PhoneNumbers;
import io.callrouter.call.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a carrier reports of a call.
 *
 * @since 0.1
 */
public sealed interface CarrierEvent {
  /**
   * A call the router may not know yet; makes it if so.
   *
   * @param direction who placed it
   * @param from the caller; empty if withheld
   * @param to the number called
   * @param details as in {@link io.callrouter.call.CallFacts#details()}
   * @param dialledFor the step whose dial made it a leg of another call, or null
   * @since 0.1
   */
  record Arrived(
      Direction direction,
      String from,
      String to,
      Map<String, String> details,
      @Nullable StepReference dialledFor)
      implements CarrierEvent {
    /** A call that belongs to no other. */
    public Arrived(Direction direction, String from, String to, Map<String, String> details) {
      this(direction, from, to, details, null);
    }

    /** Masks the numbers and leaves out the details. */
    @Override
    public String toString() {
      return direction + " from " + PhoneNumbers.mask(from) + " to " + PhoneNumbers.mask(to);
    }
  }

  /**
   * The call is in this state.
   *
   * @param state not {@link CallState#ENDED}: that is {@link Ended}
   * @param at when it came to it by the carrier's clock, or null if the carrier does not say
   * @since 0.1
   */
  record Progress(CallState state, @Nullable Instant at) implements CarrierEvent {
    /** Checks. */
    public Progress {
      if (state == CallState.ENDED) {
        throw new IllegalArgumentException("the end of a call is told by Ended");
      }
    }
  }

  /**
   * The carrier's final word on the call.
   *
   * @param cause why it ended
   * @param carrierCode the carrier's own word or number for it
   * @param sipStatus the SIP status, or null if the carrier gives none
   * @param at when it ended by the carrier's clock, or null if it does not say
   * @param duration from answer to end by the carrier's count, or null if it does not say
   * @since 0.1
   */
  record Ended(
      EndCause cause,
      String carrierCode,
      @Nullable Integer sipStatus,
      @Nullable Instant at,
      @Nullable Duration duration)
      implements CarrierEvent {}

  /**
   * The action of the step that the request's URL names is over.
   *
   * @param outcome how it came out; for a connect only whether the media ended in order
   * @param callGone whether the caller had already gone by then
   * @since 0.1
   */
  record ActionEnded(Outcome outcome, boolean callGone) implements CarrierEvent {}

  /**
   * The caller pressed a key, told apart from the media stream. While an endpoint is connected the
   * stream tells it, and this is passed over, so that no key counts twice. Where the carrier is
   * told what to do, a key that ends a recording has the router cut it.
   *
   * @param key one of {@code 0-9 * # A-D}
   * @since 0.1
   */
  record Digit(char key) implements CarrierEvent {
    /** Leaves out the key, which may be one of a card number. */
    @Override
    public String toString() {
      return "a key";
    }
  }

  /**
   * What became of a recording.
   *
   * @param carrierId the carrier's id of the recording
   * @param recording the recording, or null if nothing was recorded
   * @since 0.1
   */
  record Recorded(String carrierId, @Nullable Recording recording) implements CarrierEvent {}

  /**
   * Something only this carrier tells; listeners hear of it, nothing changes.
   *
   * @param name the provider type, a colon and the carrier's word
   * @param details no secret and no audio in them
   * @since 0.1
   */
  record Custom(String name, Map<String, String> details) implements CarrierEvent {}
}
