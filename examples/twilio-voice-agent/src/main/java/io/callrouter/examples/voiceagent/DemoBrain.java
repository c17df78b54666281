package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Brain;
import io.callrouter.testkit.openai.Turn;

/**
 * What the simulated model does at the front desk. It hears that somebody speaks, not what: so each
 * time the caller has spoken it goes on with its errand, from the search of a hotel to the payment,
 * and then puts him through. What it says of the tools' results is in them.
 */
final class DemoBrain implements Brain {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BEFORE_BOOKING = 4;
  private static final int BEFORE_PAYMENT = 6;
  private static final int BEFORE_TRANSFER = 8;

  @Override
  public Answer answer(Turn turn) {
    if (!turn.toolResults().isEmpty()) {
      return Answer.says(told(turn.toolResults().get(turn.toolResults().size() - 1).output()));
    }
    if (turn.ownInstructions()) {
      return Answer.says(asked(turn.instructions()));
    }
    return errand(turn);
  }

  /**
   * The responses are numbered: after the greeting each errand takes two, its call and its result.
   */
  private static Answer errand(Turn turn) {
    if (turn.number() >= BEFORE_TRANSFER) {
      return call(turn, "I am putting you through to a colleague.", "transfer_to_human", "{}");
    }
    if (turn.number() >= BEFORE_PAYMENT) {
      return call(
          turn,
          "One moment, I take the payment.",
          "checkout_expert",
          "{\"customerNumber\":\"1001\",\"confirm\":true}");
    }
    if (turn.number() >= BEFORE_BOOKING) {
      return call(
          turn,
          "One moment, I book Tejo House for you.",
          "hotel_booking_expert",
          """
          {"customerNumber":"1001","hotel":"Tejo House","city":"Lisbon","startDate":"2026-12-03",
           "endDate":"2026-12-06","guests":2,"rooms":1}
          """);
    }
    return call(
        turn,
        "One moment, I am looking for hotels in Lisbon.",
        "hotel_info_search_expert",
        """
        {"city":"Lisbon","startDate":"2026-12-03","endDate":"2026-12-06","guests":2,"rooms":1}
        """);
  }

  private static Answer call(Turn turn, String says, String tool, String arguments) {
    return turn.tools().contains(tool)
        ? Answer.says(says).then(Answer.calls(tool, arguments))
        : Answer.says("I cannot do that just now. Shall I put you through to a colleague?");
  }

  static String told(String result) {
    try {
      JsonNode json = JSON.readTree(result);
      JsonNode hotels = json.path("hotels");
      if (!hotels.isEmpty()) {
        return String.format(
            "I found %d hotels in %s, from %d euros a night. Shall I book the cheapest?",
            hotels.size(),
            hotels.get(0).path("city").asText(),
            hotels.get(0).path("eurosPerNight").asInt());
      }
      if (json.has("booking")) {
        int euros = json.at("/booking/euros").asInt();
        return "It is booked, for " + euros + " euros. Shall I take the payment?";
      }
      if (json.path("paid").asBoolean()) {
        int euros = json.path("totalEuros").asInt();
        return "I have taken " + euros + " euros. Is there anything else?";
      }
      return json.path("summary").asText(result);
    } catch (JsonProcessingException e) {
      return result;
    }
  }

  static String asked(String instructions) {
    if (instructions.startsWith("Begrüße")) {
      return "Guten Tag, Harbour Travel, wie kann ich Ihnen helfen?";
    }
    if (instructions.startsWith("Saluda")) {
      return "Buenos días, Harbour Travel, ¿en qué puedo ayudarle?";
    }
    if (instructions.startsWith("Greet")) {
      return "Good day, Harbour Travel, how can I help you?";
    }
    return "No colleague is free just now. Shall I go on helping you myself?";
  }
}
