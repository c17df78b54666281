package io.callrouter.call;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when it arrives and never changes after; routes and flows decide by it.
 *
 * <p>Numbers and addresses are personal data: {@link #toString()} masks them.
 *
 * @param id our random id of the call, URL-safe
 * @param correlationId shared by all calls that belong together
 * @param provider id of the provider instance the call came through
 * @param carrierId the carrier's own id of the call
 * @param direction who placed it
 * @param from the caller: E.164, {@code sip:} or {@code client:} address; empty if withheld
 * @param to the number or address called
 * @param arrivedAt when its first event reached the router
 * @param details what else the carrier told, by the names of {@link Detail} and, for facts that
 *     only one carrier knows, by the carrier's own parameter name
 * @since 0.1
 */
public record CallFacts(
    String id,
    String correlationId,
    String provider,
    String carrierId,
    Direction direction,
    String from,
    String to,
    Instant arrivedAt,
    Map<String, String> details) {

  /** Names of details that several carriers give. */
  public static final class Detail {
    /** The number the call was forwarded from. */
    public static final String FORWARDED_FROM = "forwarded-from";

    /** The caller's name as the carrier looked it up. */
    public static final String CALLER_NAME = "caller-name";

    /** The STIR attestation or verification result, in the carrier's words. */
    public static final String STIR = "stir";

    /** The SIP Call-ID of a SIP call. */
    public static final String SIP_CALL_ID = "sip-call-id";

    /** The SIP domain a SIP call came in on. */
    public static final String SIP_DOMAIN = "sip-domain";

    private Detail() {}
  }

  /** Checks that nothing is null and copies the details. */
  public CallFacts {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(correlationId, "correlationId");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(carrierId, "carrierId");
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(arrivedAt, "arrivedAt");
    details = Map.copyOf(details);
  }

  /**
   * One of the details.
   *
   * @return the detail of that name, or null where the carrier did not give it
   */
  public @Nullable String detail(String name) {
    return details.get(name);
  }

  /** Whether the caller's number is withheld. */
  public boolean isAnonymous() {
    return from.isEmpty();
  }

  @Override
  public String toString() {
    return "call "
        + id
        + " ("
        + provider
        + " "
        + carrierId
        + ") "
        + direction
        + " from "
        + PhoneNumbers.mask(from)
        + " to "
        + PhoneNumbers.mask(to);
  }
}
