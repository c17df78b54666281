package io.callrouter.provider.telnyx;

import io.callrouter.call.CallRouterException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How an exchange with Telnyx can fail, and what comes of it when it goes on failing. */
enum Fault {
  REFUSED_CONNECTION(0, CarrierUnreachableException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      throw new ConnectException("refused");
    }
  },
  TIMEOUT_BEFORE_IT_ARRIVED(0, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      throw exchange.timeout();
    }
  },
  TIMEOUT_AFTER_IT_WAS_DONE(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      exchange.deliver();
      throw exchange.timeout();
    }
  },
  RESET_BEFORE_IT_ARRIVED(0, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      throw new SocketException("reset");
    }
  },
  RESET_AFTER_IT_WAS_DONE(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      exchange.deliver();
      throw new SocketException("reset");
    }
  },
  SERVER_ERROR(0, CarrierUnreachableException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      return answer(500, ScriptedHttp.error("10000", "Internal", ""), Map.of());
    }
  },
  SERVER_ERROR_AFTER_IT_WAS_DONE(1, CarrierUnreachableException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      exchange.deliver();
      return answer(500, "", Map.of());
    }
  },
  GATEWAY_GAVE_UP_AFTER_IT_WAS_DONE(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      exchange.deliver();
      return answer(504, "<html>", Map.of());
    }
  },
  RATE_LIMIT_WITH_RETRY_AFTER(0, RateLimitedException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      return answer(429, ScriptedHttp.error("90103", "Slow down", ""), Map.of("Retry-After", "3"));
    }
  },
  RATE_LIMIT_BEYOND_ALL_PATIENCE(0, RateLimitedException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      return answer(429, "", Map.of("Retry-After", "3600"));
    }

    @Override
    boolean isOvercome() {
      return false;
    }
  },
  RATE_LIMIT_WITHOUT_RETRY_AFTER(0, RateLimitedException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      return answer(429, "", Map.of());
    }
  },
  BODY_TOO_SLOW(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) throws IOException {
      exchange.deliver();
      throw exchange.timeout();
    }
  },
  GARBAGE(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      exchange.deliver();
      return answer(200, "<html>Welcome to the hotel's network</html>", Map.of());
    }
  },
  HALF_AN_ANSWER(1, OutcomeUnknownException.class) {
    @Override
    Answer exchange(Exchange exchange) {
      exchange.deliver();
      return answer(200, "{\"data\":{\"res", Map.of());
    }
  };

  private final int effects;
  private final Class<? extends CallRouterException> outcome;

  Fault(int effects, Class<? extends CallRouterException> outcome) {
    this.effects = effects;
    this.outcome = outcome;
  }

  /** An exchange that fails in this way. */
  abstract Answer exchange(Exchange exchange) throws IOException;

  /** How many effects a command has had whose exchanges all failed so. */
  int effects() {
    return effects;
  }

  /** What is thrown then. */
  Class<? extends CallRouterException> outcome() {
    return outcome;
  }

  /** Whether a command whose first exchange failed so succeeds all the same. */
  boolean isOvercome() {
    return true;
  }

  private static Answer answer(int status, String body, Map<String, String> headers) {
    return ScriptedHttp.answerOf(status, body, headers);
  }

  /** One exchange, on virtual time. */
  record Exchange(Request request, Duration limit, CountingCarrier carrier, Timekeeper time) {
    void deliver() {
      Answer taken = carrier.take(request);
      if (taken.status() != 200) {
        throw new AssertionError("the carrier takes everything");
      }
    }

    SocketTimeoutException timeout() {
      try {
        time.await(new CompletableFuture<@Nullable Void>(), limit);
      } catch (TimeoutException e) {
        return new SocketTimeoutException("timeout");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new AssertionError("nobody interrupts this");
    }
  }
}
