package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;

/** What a model gave an expert, checked as it is read: a model may write anything. */
final class Arguments {
  private static final int MOST_PEOPLE = 20;

  private final JsonNode json;

  Arguments(JsonNode json) {
    this.json = json;
  }

  boolean has(String name) {
    return !text(json.path(name)).isEmpty();
  }

  /** A text that must be there. */
  String required(String name) throws ExpertException {
    String text = text(json.path(name));
    if (text.isEmpty()) {
      throw new ExpertException(name + " is missing: ask the caller for it");
    }
    return text;
  }

  /** A text, empty if it is not there. */
  String optional(String name) {
    return text(json.path(name));
  }

  LocalDate date(String name) throws ExpertException {
    String text = required(name);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new ExpertException(name + " must be a date like 2026-12-03, not " + text);
    }
  }

  /** How many people or rooms; 1 if nothing is said. */
  int count(String name) throws ExpertException {
    JsonNode count = json.path(name);
    if (count.isMissingNode() || count.isNull()) {
      return 1;
    }
    if (!count.canConvertToInt() || count.asInt() < 1 || count.asInt() > MOST_PEOPLE) {
      throw new ExpertException(name + " must be a number from 1 to " + MOST_PEOPLE);
    }
    return count.asInt();
  }

  /** The days from one date to another. */
  static int days(LocalDate from, LocalDate to) throws ExpertException {
    long days = java.time.temporal.ChronoUnit.DAYS.between(from, to);
    if (days < 1 || days > 90) {
      throw new ExpertException("from " + from + " to " + to + " is not 1 to 90 days");
    }
    return (int) days;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
  }
}
