package io.callrouter.testkit.conformance;

import io.callrouter.spi.CarrierHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The way to the carrier, on which requests are counted and fail as a contract asks; nothing is let
 * out of the process. May be used by any threads.
 */
final class Traffic implements CarrierHttp {
  private final @Nullable CarrierHttp way;
  private final List<Request> requests = new ArrayList<>();
  private IntPredicate fails = number -> false;
  private Fault fault = Fault.NO_CONNECTION;

  Traffic(@Nullable CarrierHttp way) {
    this.way = way;
  }

  /** What becomes of a request. */
  enum Fault {
    /** It is not sent, which the provider knows. */
    NO_CONNECTION,
    /** It is done, and the answer is lost. */
    ANSWER_LOST,
    /** The carrier's server fails before it does anything. */
    SERVER_ERROR,
    /** The carrier has had too many requests, and says when to come again. */
    RATE_LIMITED,
    /** The carrier does not want it. */
    REFUSED;

    /** Whether a provider should come to its aim all the same. */
    boolean isOvercome() {
      return this != REFUSED;
    }
  }

  /** Requests whose numbers, from 1, are of that kind fail. */
  synchronized void fail(IntPredicate numbers, Fault how) {
    fails = numbers;
    fault = how;
  }

  /** All requests until now. */
  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public Answer send(Request request, Duration timeout) throws IOException {
    Fault now = note(request);
    if (now == null) {
      return pass(request, timeout);
    }
    return switch (now) {
      case NO_CONNECTION -> throw new ConnectException("refused by the kit");
      case ANSWER_LOST -> {
        pass(request, timeout);
        throw new IOException("the kit lost the answer");
      }
      case SERVER_ERROR -> answer(500, Map.of());
      case RATE_LIMITED -> answer(429, Map.of("Retry-After", List.of("1")));
      case REFUSED -> answer(422, Map.of());
    };
  }

  private synchronized @Nullable Fault note(Request request) {
    requests.add(request);
    return fails.test(requests.size()) ? fault : null;
  }

  private Answer pass(Request request, Duration timeout) throws IOException {
    if (way == null) {
      throw new IOException("the simulated carrier takes no requests");
    }
    return way.send(request, timeout);
  }

  private static Answer answer(int status, Map<String, List<String>> headers) {
    return new Answer(status, headers, "{}".getBytes(StandardCharsets.UTF_8));
  }
}
