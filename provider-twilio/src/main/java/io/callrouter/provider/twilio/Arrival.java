package io.callrouter.provider.twilio;

import io.callrouter.call.CallFacts.Detail;
import io.callrouter.call.Direction;
import io.callrouter.spi.CarrierEvent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads who calls whom from a webhook's parameters. */
final class Arrival {
  /** What stands in place of a withheld number; the digits are such words typed on a keypad. */
  private static final Set<String> WITHHELD =
      Set.of(
          "anonymous",
          "blocked",
          "private",
          "restricted",
          "unavailable",
          "unknown",
          "+2562533",
          "+266696687",
          "+7378742833",
          "+8656696",
          "+86282452253");

  /** Our names of details by Twilio's names. The {@code CallToken} is left out: it is a secret. */
  private static final Map<String, String> DETAILS =
      Map.of(
          "ForwardedFrom", Detail.FORWARDED_FROM,
          "CallerName", Detail.CALLER_NAME,
          "StirVerstat", Detail.STIR,
          "SipCallId", Detail.SIP_CALL_ID,
          "SipDomain", Detail.SIP_DOMAIN);

  private Arrival() {}

  static CarrierEvent.Arrived of(Form form) {
    Map<String, String> details = new HashMap<>();
    DETAILS.forEach(
        (theirs, ours) -> {
          if (!form.text(theirs).isEmpty()) {
            details.put(ours, form.text(theirs));
          }
        });
    return new CarrierEvent.Arrived(
        form.text("Direction").startsWith("outbound") ? Direction.OUTBOUND : Direction.INBOUND,
        isWithheld(form.text("From")) ? "" : form.text("From"),
        form.text("To"),
        details);
  }

  private static boolean isWithheld(String from) {
    String user = from.toLowerCase(Locale.ROOT).replaceFirst("^sips?:([^@;]*).*", "$1");
    return WITHHELD.contains(user);
  }
}
