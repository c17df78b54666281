package io.callrouter.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider made of a carrier's request.
 *
 * @since 0.1
 */
public sealed interface CarrierRequest {
  /**
   * It is not let in.
   *
   * @param status the HTTP status of the answer: 400, 403, 404, 405 …
   * @param reason what is wrong, for the caller; no secret in it
   * @param remedy what the operator should look at, for the log; no secret or number in it
   * @since 0.1
   */
  record Refused(int status, String reason, String remedy) implements CarrierRequest {}

  /**
   * It is genuine and understood.
   *
   * @param identity tells this request from every other of this provider instance, made from signed
   *     data only; a repeated delivery has the same
   * @param carrierId the carrier's id of the call it is about; null where only the URL names it
   * @param step the step its URL names, or null if the URL names none
   * @param events what it reports, possibly nothing
   * @param awaitsAction whether the answer must say what to do next
   * @since 0.1
   */
  record Accepted(
      String identity,
      @Nullable String carrierId,
      @Nullable StepReference step,
      List<CarrierEvent> events,
      boolean awaitsAction)
      implements CarrierRequest {
    /** Copies the events. */
    public Accepted {
      events = List.copyOf(events);
    }
  }
}
