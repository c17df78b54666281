package io.callrouter.testkit.telnyx;

import io.callrouter.spi.CarrierHttp;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** The way to the REST interface within the process; waits in the timekeeper's time. */
final class InMemoryRest implements CarrierHttp {
  private final RestDoor door;
  private final Timekeeper timekeeper;

  InMemoryRest(RestDoor door, Timekeeper timekeeper) {
    this.door = door;
    this.timekeeper = timekeeper;
  }

  @Override
  public Answer send(Request request, Duration timeout) throws IOException {
    RestDoor.Result result = door.handle(parsed(request));
    RestFault fault = result.fault();
    if (fault == null) {
      return answer(result.answer());
    }
    switch (fault.kind()) {
      case REFUSES_CONNECTION -> throw new ConnectException("Connection refused");
      case RESETS -> throw new SocketException("Connection reset");
      case SILENT -> {
        sleep(timeout);
        throw new SocketTimeoutException("no answer within " + timeout);
      }
      case SLOW_BODY -> {
        boolean late = fault.delay().compareTo(timeout) >= 0;
        sleep(late ? timeout : fault.delay());
        if (late) {
          throw new SocketTimeoutException("no whole answer within " + timeout);
        }
      }
      case ANSWERS -> {}
    }
    return answer(result.answer());
  }

  private static ApiRequest parsed(Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    return ApiRequest.of(
        request.method(), request.url(), headers.get("authorization"), request.body());
  }

  private static Answer answer(ApiAnswer answer) {
    Map<String, List<String>> headers = new HashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new Answer(answer.status(), headers, answer.body());
  }

  private void sleep(Duration length) throws InterruptedIOException {
    try {
      timekeeper.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }
}
