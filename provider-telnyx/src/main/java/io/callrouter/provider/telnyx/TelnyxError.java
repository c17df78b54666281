package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.PhoneNumbers;
import java.io.IOException;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Telnyx gives as the reason of a refusal.
 *
 * @param code Telnyx's number for it; empty where the answer was none of Telnyx's
 * @param text title, detail and the field it is about, without numbers, addresses and ids of calls
 */
record TelnyxError(String code, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CHARS = 300;

  /** More than that is not searched for what is to be masked. */
  private static final int MOST_CHARS_READ = 1000;

  /** The leg has ended, or there never was one by that id. */
  private static final Set<String> LEG_GONE = Set.of("90018", "90015");

  /** Addresses, ids of calls, and numbers as long as a phone's, in groups or not. */
  private static final Pattern PERSONAL =
      Pattern.compile(
          "sips?:\\S+|\\S+@\\S+|v[0-9]:[^\\s\"',]+|\\+?[0-9](?:[ ().-]{0,2}[0-9]){6,}",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NOT_A_CODE = Pattern.compile("[^A-Za-z0-9_-]+|(?<=.{32}).+");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{Cntrl}+");

  private static final TelnyxError NONE = new TelnyxError("", "no reason given");

  /** Reads the body of a refusal, which may be anything. */
  static TelnyxError read(byte[] body) {
    try {
      JsonNode errors = JSON.readTree(body).path("errors");
      for (JsonNode error : errors) {
        if (LEG_GONE.contains(error.path("code").asText())) {
          return of(error);
        }
      }
      return errors.isEmpty() ? NONE : of(errors.path(0));
    } catch (IOException e) {
      return NONE;
    }
  }

  boolean isLegGone() {
    return LEG_GONE.contains(code);
  }

  /** Code and text, for a message. */
  @Override
  public String toString() {
    return code.isEmpty() ? text : code + " " + text;
  }

  private static TelnyxError of(JsonNode error) {
    String detail = error.path("detail").asText();
    String pointer = error.path("source").path("pointer").asText();
    String text =
        error.path("title").asText()
            + (detail.isEmpty() ? "" : ": " + detail)
            + (pointer.isEmpty() ? "" : " (" + pointer + ")");
    String code = NOT_A_CODE.matcher(error.path("code").asText()).replaceAll("");
    return new TelnyxError(code, text.isEmpty() ? NONE.text : shown(text));
  }

  private static String shown(String text) {
    String read = text.length() <= MOST_CHARS_READ ? text : text.substring(0, MOST_CHARS_READ);
    String line = NOT_PRINTABLE.matcher(read).replaceAll(" ");
    String masked = PERSONAL.matcher(line).replaceAll(TelnyxError::mask);
    return masked.length() <= MOST_CHARS ? masked : masked.substring(0, MOST_CHARS) + "…";
  }

  private static String mask(MatchResult found) {
    return Matcher.quoteReplacement(PhoneNumbers.mask(found.group()));
  }
}
