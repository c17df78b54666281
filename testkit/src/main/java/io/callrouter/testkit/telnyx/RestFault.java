package io.callrouter.testkit.telnyx;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the carrier's REST interface misbehaves on one request.
 *
 * @since 0.1
 */
public final class RestFault {
  private static final String HTML = "text/html";

  /** What becomes of the exchange. */
  enum Kind {
    REFUSES_CONNECTION,
    SILENT,
    RESETS,
    ANSWERS,
    SLOW_BODY
  }

  private final String name;
  private final Kind kind;
  private final boolean done;
  private final @Nullable ApiAnswer answer;
  private final Duration delay;

  private RestFault(
      String name, Kind kind, boolean done, @Nullable ApiAnswer answer, Duration delay) {
    this.name = name;
    this.kind = kind;
    this.done = done;
    this.answer = answer;
    this.delay = delay;
  }

  /** Nothing listens: the request is certainly not sent. */
  public static RestFault refusesConnection() {
    return new RestFault("refuses connection", Kind.REFUSES_CONNECTION, false, null, Duration.ZERO);
  }

  /** The request is not done, and not answered. */
  public static RestFault silentBefore() {
    return new RestFault("silent before", Kind.SILENT, false, null, Duration.ZERO);
  }

  /** The request is done, but not answered. */
  public static RestFault silentAfter() {
    return new RestFault("silent after", Kind.SILENT, true, null, Duration.ZERO);
  }

  /** The connection breaks before the request is done. */
  public static RestFault resetsBefore() {
    return new RestFault("resets before", Kind.RESETS, false, null, Duration.ZERO);
  }

  /** The connection breaks after the request was done. */
  public static RestFault resetsAfter() {
    return new RestFault("resets after", Kind.RESETS, true, null, Duration.ZERO);
  }

  /**
   * An error of the carrier's servers; the request is not done.
   *
   * @param status such as 500 or 503
   */
  public static RestFault fails(int status) {
    return new RestFault(
        "fails " + status, Kind.ANSWERS, false, serverError(status), Duration.ZERO);
  }

  /**
   * An error of the carrier's servers, although the request was done.
   *
   * @param status such as 500 or 504
   */
  public static RestFault failsAfter(int status) {
    return new RestFault(
        "fails after " + status, Kind.ANSWERS, true, serverError(status), Duration.ZERO);
  }

  /**
   * Too many requests: 429 with {@code x-ratelimit} headers and no {@code Retry-After}.
   *
   * @param reset until when, in whole seconds
   */
  public static RestFault rateLimited(Duration reset) {
    return new RestFault(
        "rate limited", Kind.ANSWERS, false, tooMany(reset, Map.of()), Duration.ZERO);
  }

  /**
   * Too many requests: 429 with {@code x-ratelimit} headers and {@code Retry-After}. Whether the
   * original ever sends that one is not confirmed.
   *
   * @param reset until when, in whole seconds
   */
  public static RestFault rateLimitedWithRetryAfter(Duration reset) {
    Map<String, String> header = Map.of("retry-after", Long.toString(reset.toSeconds()));
    return new RestFault(
        "rate limited with retry-after",
        Kind.ANSWERS,
        false,
        tooMany(reset, header),
        Duration.ZERO);
  }

  /** The request is done and answered, but what stands in the answer is no JSON. */
  public static RestFault garbage() {
    ApiAnswer page = ApiAnswer.text(200, HTML, "<!doctype html><title>Welcome</title><p>It works!");
    return new RestFault("garbage", Kind.ANSWERS, true, page, Duration.ZERO);
  }

  /**
   * The request is done and answered, but the last byte of the answer is late.
   *
   * @param delay how late
   */
  public static RestFault slowBody(Duration delay) {
    return new RestFault("slow body", Kind.SLOW_BODY, true, null, delay);
  }

  Kind kind() {
    return kind;
  }

  /** Whether the request has its effect all the same. */
  boolean isDone() {
    return done;
  }

  /** What is answered instead of the truth; null if the truth is. */
  @Nullable ApiAnswer answer() {
    return answer;
  }

  Duration delay() {
    return delay;
  }

  /** What goes wrong, in a few words. */
  @Override
  public String toString() {
    return name;
  }

  private static ApiAnswer serverError(int status) {
    return ApiAnswer.text(status, HTML, "<html><body><h1>" + status + "</h1></body></html>");
  }

  private static ApiAnswer tooMany(Duration reset, Map<String, String> more) {
    ApiAnswer refusal =
        ApiAnswer.refused(
            List.of(
                new ApiError(
                    429, "10011", "Too many requests", "You have exceeded the rate limit.", "")));
    return refusal
        .with("x-ratelimit-limit", "200")
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset", Long.toString(reset.toSeconds()))
        .with(more);
  }
}
