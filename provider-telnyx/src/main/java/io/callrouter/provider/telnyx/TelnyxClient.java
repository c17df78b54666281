package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes requests to Telnyx, and makes them again where that can do no harm.
 *
 * <p>A request is tried again when it certainly was not sent, and when Telnyx says that it took no
 * effect (429, 5xx). When its outcome is unknown (no answer, half of one, a gateway's) it is tried
 * again only if it carries a command id: Telnyx passes over an id that it has seen in the last 60
 * s, and all tries together take no longer than {@link TelnyxOptions#commandTimeout}, which is
 * within. What is still unknown then is never repeated. Used by several threads at once; blocks.
 *
 * @see <a
 *     href="https://developers.telnyx.com/docs/voice/programmable-voice/command-retries">Command
 *     Retries</a>
 */
final class TelnyxClient {
  /** For one try. Telnyx answers in far less than a second; a caller hears silence meanwhile. */
  static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(3);

  static final int MOST_TRIES = 5;

  /** No try is begun with less time left, since it would only make the outcome unknown. */
  private static final Duration SHORTEST_EXCHANGE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(TelnyxClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CarrierHttp http;
  private final String apiUrl;
  private final Map<String, String> headers;
  private final Duration limit;
  private final Timekeeper timekeeper;
  private final Backoff backoff;

  TelnyxClient(CarrierHttp http, TelnyxOptions options, Timekeeper timekeeper, Backoff backoff) {
    this.http = http;
    this.apiUrl = options.apiUrl().toString().replaceFirst("/+$", "");
    this.headers =
        Map.of(
            "Authorization",
            "Bearer " + options.apiKey(),
            "Content-Type",
            "application/json",
            "Accept",
            "application/json",
            "User-Agent",
            "callrouter-provider-telnyx");
    this.limit = options.commandTimeout();
    this.timekeeper = timekeeper;
    this.backoff = backoff;
  }

  /**
   * Makes a request.
   *
   * @return the answer, a JSON object
   * @throws CallRouterException if it was refused, or not taken in time
   * @throws OutcomeUnknownException if it may have taken effect
   */
  JsonNode send(TelnyxRequest request) {
    long begun = timekeeper.nanoTime();
    boolean mayHaveArrived = false;
    for (int tries = 1; ; tries++) {
      TryResult result = tryOnce(request, shorter(EXCHANGE_LIMIT, left(begun)));
      if (!(result instanceof TryResult.Failed failed)) {
        return taken(request, result, tries);
      }
      mayHaveArrived |= failed.mayHaveArrived();
      Duration wait = longer(backoff.after(tries), failed.retryAfter());
      boolean again =
          tries < MOST_TRIES
              && (request.isRepeatable() || !mayHaveArrived)
              && wait.plus(SHORTEST_EXCHANGE).compareTo(left(begun)) <= 0;
      if (!again || !pause(wait)) {
        throw reason(request, failed, mayHaveArrived);
      }
      log.debug("try {} to {} failed, the next follows", tries, request, failed.reason());
    }
  }

  /** As {@link #send}, but a failure is not tried again. */
  JsonNode sendOnce(TelnyxRequest request) {
    TryResult result = tryOnce(request, EXCHANGE_LIMIT);
    if (result instanceof TryResult.Failed failed) {
      throw failed.reason();
    }
    return taken(request, result, 1);
  }

  private TryResult tryOnce(TelnyxRequest request, Duration timeout) {
    try {
      Answer answer = http.send(toHttp(request), timeout);
      if (answer.status() / 100 != 2) {
        Duration wait = RetryAfter.of(answer, timekeeper.now());
        return TryResult.ofError(request, answer, wait);
      }
      return read(request, answer);
    } catch (IOException e) {
      return TryResult.ofNoAnswer(request, e);
    }
  }

  private static TryResult read(TelnyxRequest request, Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      return json.isObject() ? new TryResult.Taken(json) : TryResult.ofGarbage(request);
    } catch (IOException e) {
      return TryResult.ofGarbage(request);
    }
  }

  private Request toHttp(TelnyxRequest request) throws IOException {
    byte[] body = request.body().isEmpty() ? new byte[0] : JSON.writeValueAsBytes(request.body());
    return new Request(request.method(), URI.create(apiUrl + request.path()), headers, body);
  }

  private static JsonNode taken(TelnyxRequest request, TryResult result, int tries) {
    if (result instanceof TryResult.Refused refused) {
      throw refused.reason();
    }
    if (tries > 1) {
      log.info("Telnyx took the request to {} at try {}", request, tries);
    }
    return ((TryResult.Taken) result).answer();
  }

  /** Of all failures, one that left the outcome open counts most. */
  private static CallRouterException reason(
      TelnyxRequest request, TryResult.Failed last, boolean mayHaveArrived) {
    return mayHaveArrived && !last.mayHaveArrived()
        ? new OutcomeUnknownException(
            "Telnyx may have taken an earlier try to " + request, last.reason())
        : last.reason();
  }

  private Duration left(long begun) {
    return limit.minusNanos(timekeeper.nanoTime() - begun);
  }

  /** Whether the thread was left in peace. */
  private boolean pause(Duration wait) {
    try {
      timekeeper.await(new CompletableFuture<Void>(), wait);
    } catch (TimeoutException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
