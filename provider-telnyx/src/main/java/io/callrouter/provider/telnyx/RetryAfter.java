package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierHttp.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    String retryAfter = answer.header("Retry-After");
    if (retryAfter != null) {
      Duration wait =
          SECONDS.matcher(retryAfter.strip()).matches() ? null : untilDate(retryAfter, now);
      return wait == null ? seconds(retryAfter) : wait;
    }
    return answer.status() == 429 ? seconds(answer.header("x-ratelimit-reset")) : Duration.ZERO;
  }

  private static Duration seconds(@Nullable String text) {
    return text != null && SECONDS.matcher(text.strip()).matches()
        ? Duration.ofSeconds(Long.parseLong(text.strip()))
        : Duration.ZERO;
  }

  private static @Nullable Duration untilDate(String text, Instant now) {
    try {
      Instant date =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
