package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers as JSON. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** An answer that more may be added to. */
  static ObjectNode summary(String sentence) {
    return JSON.createObjectNode().put("summary", sentence);
  }

  /** An answer about a booking. */
  static ObjectNode of(String sentence, Booking booking) {
    ObjectNode answer = summary(sentence);
    answer
        .putObject("booking")
        .put("number", booking.number())
        .put("product", booking.product())
        .put("what", booking.what())
        .put("startDate", booking.start().toString())
        .put("endDate", booking.end().toString())
        .put("euros", booking.euros())
        .put("state", booking.state().name());
    return answer;
  }

  /** Values of ours, such as a record of the catalogue. */
  static <T> ObjectNode with(ObjectNode answer, String name, Iterable<T> values) {
    answer.set(name, JSON.valueToTree(values));
    return answer;
  }
}
