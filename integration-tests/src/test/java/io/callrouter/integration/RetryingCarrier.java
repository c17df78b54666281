package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Twilio's protocol to a host that may be away for a while: every webhook is sent again, as
 * it was, until it is answered.
 */
final class RetryingCarrier implements AutoCloseable {
  static final String MENU = "+14155550100";
  static final String TALK = "+14155550101";
  static final String SLOW = "+14155550102";

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
  private static final int MOST_TRIES = 300;

  final Timekeeper time = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile URI host = URI.create("http://127.0.0.1:1");

  /** Where the host is from now on. */
  void sendTo(URI address) {
    host = address;
  }

  /** Sends a webhook until it is answered; the answer's body. */
  String post(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    WebRequest request = twilio.signed("POST", path, parameters);
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      try {
        HttpResponse<String> answer =
            client.send(http(request), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          return answer.body();
        }
        if (answer.statusCode() / 100 != 5) {
          throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        // Nobody is there, or was killed before he answered.
      }
      pause();
    }
    throw new AssertionError("nobody answers " + path);
  }

  void pause() throws InterruptedException {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), BETWEEN_TRIES);
    } catch (TimeoutException e) {
      // That was the time.
    }
  }

  private HttpRequest http(WebRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(host.resolve(request.path()))
            .timeout(Duration.ofSeconds(15))
            .POST(HttpRequest.BodyPublishers.ofString(new String(request.body(), UTF_8)));
    request.headers().forEach((name, values) -> builder.header(name, values.get(0)));
    return builder.build();
  }

  WebSocket open(URI stream, WebSocket.Listener listener) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    twilio
        .signedHandshake(stream.getRawPath())
        .headers()
        .forEach((name, values) -> builder.header(name, values.get(0)));
    URI local = URI.create("ws://" + host.getRawAuthority() + stream.getRawPath());
    return builder.buildAsync(local, listener).join();
  }

  String accountSid() {
    return String.valueOf(twilio.settings().get("TWILIO_ACCOUNT_SID"));
  }

  @Override
  public void close() {
    time.close();
  }
}
