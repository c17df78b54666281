package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters that every webhook of a call or of one of its legs has. */
final class CallParameters {
  private static final List<String> PLACES = List.of("City", "State", "Zip", "Country");

  private CallParameters() {}

  static Map<String, String> of(
      String callSid, String accountSid, CallOptions options, String status) {
    Map<String, String> parameters =
        of(callSid, accountSid, "inbound", status, options.plan().from(), options.plan().to());
    parameters.putAll(options.parameters());
    return parameters;
  }

  /** Those of a leg that a call has dialled. */
  static Map<String, String> ofLeg(
      String callSid, String parentSid, String accountSid, String from, String to, String status) {
    Map<String, String> parameters = of(callSid, accountSid, "outbound-dial", status, from, to);
    parameters.put("ParentCallSid", parentSid);
    return parameters;
  }

  /** Adds how long a call or a leg was answered, in seconds and in minutes begun. */
  static void addDuration(Map<String, String> parameters, Duration answered) {
    long seconds = CallClock.seconds(answered);
    parameters.put("CallDuration", Long.toString(seconds));
    parameters.put("Duration", Long.toString((seconds + 59) / 60));
  }

  private static Map<String, String> of(
      String callSid, String accountSid, String direction, String status, String from, String to) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("CallSid", callSid);
    parameters.put("AccountSid", accountSid);
    parameters.put("ApiVersion", "2010-04-01");
    parameters.put("Direction", direction);
    parameters.put("CallStatus", status);
    for (String side : List.of("From", "Caller")) {
      party(parameters, side, from);
    }
    for (String side : List.of("To", "Called")) {
      party(parameters, side, to);
    }
    return parameters;
  }

  private static void party(Map<String, String> parameters, String side, String number) {
    parameters.put(side, number);
    for (String place : PLACES) {
      boolean known = place.equals("Country") && number.startsWith("+1");
      parameters.put(side + place, known ? "US" : "");
    }
  }
}
