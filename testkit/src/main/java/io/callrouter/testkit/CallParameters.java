package io.callrouter.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters that every webhook of a call has. */
final class CallParameters {
  private static final List<String> PLACES = List.of("City", "State", "Zip", "Country");

  private CallParameters() {}

  static Map<String, String> of(
      String callSid, String accountSid, CallOptions options, String status) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("CallSid", callSid);
    parameters.put("AccountSid", accountSid);
    parameters.put("ApiVersion", "2010-04-01");
    parameters.put("Direction", "inbound");
    parameters.put("CallStatus", status);
    for (String side : List.of("From", "Caller")) {
      party(parameters, side, options.from());
    }
    for (String side : List.of("To", "Called")) {
      party(parameters, side, options.to());
    }
    parameters.putAll(options.parameters());
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
