package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.call.CallFacts.Detail;
import io.callrouter.call.Direction;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who calls whom from an event. */
final class Arrival {
  /** What stands in place of a withheld number. */
  private static final Set<String> WITHHELD =
      Set.of("anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld");

  /** Our names of details by Telnyx's names. */
  private static final Map<String, String> DETAILS =
      Map.of(
          "caller_id_name", Detail.CALLER_NAME,
          "shaken_stir_attestation", Detail.STIR,
          "shaken_stir_validated", "shaken_stir_validated",
          "call_screening_result", "call_screening_result",
          "call_leg_id", "call_leg_id",
          "call_session_id", "call_session_id");

  /** The headers that a caller may send along; none can have the name of another detail. */
  private static final Pattern PASSED_ON = Pattern.compile("(?i)x-[a-z0-9-]{1,62}|user-to-user");

  private static final int MOST_HEADERS = 20;
  private static final int MOST_HEADER_CHARS = 256;

  /** RFC 5806 §4: the first one named is the last who forwarded. */
  private static final Pattern DIVERSION =
      Pattern.compile("(?i)[^<]*<?(?:(tel|sips?):)([^@;>]{1,64})(@[^;>]{1,200})?.*");

  private Arrival() {}

  /** An incoming call. */
  static CarrierEvent.Arrived incoming(WebhookEvent event) {
    return arrived(event, Direction.INBOUND, null);
  }

  /** A leg of ours. */
  static CarrierEvent.Arrived dialled(WebhookEvent event, StepReference step) {
    return arrived(event, Direction.OUTBOUND, step);
  }

  private static CarrierEvent.Arrived arrived(
      WebhookEvent event, Direction direction, @Nullable StepReference dialledFor) {
    Map<String, String> details = new HashMap<>();
    passOn(event.payload().path("sip_headers"), details);
    passOn(event.payload().path("custom_headers"), details);
    DETAILS.forEach(
        (theirs, ours) -> {
          if (!event.text(theirs).isEmpty()) {
            details.put(ours, event.text(theirs));
          }
        });
    String from = event.text("from");
    return new CarrierEvent.Arrived(
        direction, isWithheld(from) ? "" : from, event.text("to"), details, dialledFor);
  }

  private static void passOn(JsonNode headers, Map<String, String> details) {
    int most = Math.min(headers.size(), MOST_HEADERS);
    for (int i = 0; i < most; i++) {
      String name = WebhookEvent.text(headers.path(i), "name");
      String value = WebhookEvent.text(headers.path(i), "value");
      if (value.isEmpty() || value.length() > MOST_HEADER_CHARS) {
        continue;
      }
      if (PASSED_ON.matcher(name).matches()) {
        details.put(name, value);
      } else if (name.equalsIgnoreCase("Diversion")) {
        details.computeIfAbsent(Detail.FORWARDED_FROM, none -> forwardedFrom(value));
      }
    }
  }

  private static @Nullable String forwardedFrom(String diversion) {
    Matcher parts = DIVERSION.matcher(diversion);
    if (!parts.matches()) {
      return null;
    }
    String user = parts.group(2);
    return user.startsWith("+") || parts.group(3) == null
        ? user
        : parts.group(1).toLowerCase(Locale.ROOT) + ":" + user + parts.group(3);
  }

  private static boolean isWithheld(String from) {
    String user = from.toLowerCase(Locale.ROOT).replaceFirst("^sips?:([^@;]*).*", "$1");
    return WITHHELD.contains(user);
  }
}
