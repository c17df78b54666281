package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import io.callrouter.spi.CarrierHttp.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one try of a request came out. */
sealed interface TryResult {
  /** Telnyx has taken it. */
  record Taken(JsonNode answer) implements TryResult {}

  /** It has taken no effect, and never will. */
  record Refused(CallRouterException reason) implements TryResult {}

  /**
   * It may be tried again.
   *
   * @param reason what is thrown if it is not
   * @param mayHaveArrived whether it may have taken effect nevertheless
   * @param retryAfter for how long Telnyx asks to wait; zero if it does not
   */
  record Failed(CallRouterException reason, boolean mayHaveArrived, Duration retryAfter)
      implements TryResult {}

  /** There was no answer. */
  static TryResult ofNoAnswer(TelnyxRequest request, IOException failure) {
    if (failure instanceof ConnectException) {
      return new Failed(
          new CarrierUnreachableException(
              "Telnyx could not be reached to "
                  + request.subject()
                  + ": check the network and TELNYX_API_URL",
              failure),
          false,
          Duration.ZERO);
    }
    return unknown("Telnyx did not answer the request to " + request.subject(), failure);
  }

  /** It was answered, but not as Telnyx does: what answered is not known, nor what was done. */
  static TryResult ofGarbage(TelnyxRequest request) {
    // What a parser says of it may repeat what stands in it.
    return unknown(
        "the answer to the request to " + request.subject() + " is not one of Telnyx", null);
  }

  /** It was answered with another status than 2xx. */
  static TryResult ofError(TelnyxRequest request, Answer answer, Duration wait) {
    int status = answer.status();
    TelnyxError error = TelnyxError.read(answer.body());
    if (status == 429) {
      String message = "Telnyx takes no more requests for now, and not the one to ";
      return new Failed(
          new RateLimitedException(message + request.subject() + ": " + error, wait), false, wait);
    }
    if (status == 502 || status == 504 || status == 408) {
      // Said by a gateway, which does not know whether Telnyx has done it behind its back.
      String message = "a gateway of Telnyx gave up (status " + status + ") to ";
      return new Failed(new OutcomeUnknownException(message + request.subject(), null), true, wait);
    }
    if (status >= 500) {
      String message = "Telnyx failed (status " + status + ") to " + request.subject();
      return new Failed(new CarrierUnreachableException(message + ": " + error, null), false, wait);
    }
    return new Refused(refusal(request, status, error));
  }

  private static Failed unknown(String what, @Nullable IOException failure) {
    return new Failed(new OutcomeUnknownException(what, failure), true, Duration.ZERO);
  }

  private static CallRouterException refusal(TelnyxRequest request, int status, TelnyxError error) {
    if (error.isLegGone()) {
      return new CallEndedException("Telnyx could not " + request.subject() + ": " + error);
    }
    String message =
        "Telnyx refused (status " + status + ") to " + request.subject() + ": " + error;
    return new CarrierRefusedException(message + remedy(status, error), status, error.code());
  }

  private static String remedy(int status, TelnyxError error) {
    if (status == 401 || status == 403) {
      return "; check TELNYX_API_KEY and what the key may do";
    }
    if (error.code().equals("90045")) {
      return "; Telnyx has one stream a call: let a tap listen with connect(…).tap(…) instead";
    }
    return error.code().isEmpty() ? "; check TELNYX_API_URL" : "";
  }
}
