package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierHttp.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * For how long an answer asks to wait before the next try.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter {
  /** Nine digits at most: what is longer is no number of seconds that anybody meant. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /** Zero if the answer does not say, or not in a way that can be read. */
  static Duration of(Answer answer, Instant now) {
    String header = answer.header("Retry-After");
    if (header == null && answer.status() == 429) {
      header = answer.header("x-ratelimit-reset");
    }
    if (header == null) {
      return Duration.ZERO;
    }
    String text = header.strip();
    return SECONDS.matcher(text).matches()
        ? Duration.ofSeconds(Long.parseLong(text))
        : until(text, now);
  }

  private static Duration until(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
