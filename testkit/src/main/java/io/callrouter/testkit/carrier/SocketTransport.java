package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Delivery;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Speaks HTTP and WebSocket to a local server in the place of the proxy that ends TLS: it is asked
 * for the public address, connects to the local one, and says so in the {@code X-Forwarded}
 * headers. {@code Host} is the local one, as with a proxy that rewrites it.
 */
final class SocketTransport implements Transport {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final URI server;
  private final HttpClient client;

  /**
   * Over a client with threads of its own: with those of a timekeeper that is closed meanwhile, a
   * request under way would wait for an answer, or for its time to be over, for ever.
   */
  SocketTransport(URI server) {
    this.server = server;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  @Override
  public WebResponse exchange(Delivery delivery, SignedRequest request) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(local(server.getScheme(), request.url())).timeout(ANSWER);
    request.headers().forEach(builder::header);
    forwarded(request.url()).forEach(builder::header);
    builder.method(
        request.method(),
        request.body().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body()));
    try {
      HttpResponse<byte[]> answer =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new WebResponse(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }

  @Override
  public MediaConnection connect(
      Delivery delivery, SignedRequest handshake, MediaSocketListener listener) throws IOException {
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
    handshake.headers().forEach(builder::header);
    forwarded(handshake.url()).forEach(builder::header);
    String scheme = server.getScheme().equals("https") ? "wss" : "ws";
    try {
      SocketReader reader = new SocketReader(listener);
      return new SocketConnection(
          builder.buildAsync(local(scheme, handshake.url()), reader).join(), reader);
    } catch (CompletionException e) {
      throw unanswered(e.getCause() == null ? e : e.getCause());
    }
  }

  private static IOException unanswered(Throwable cause) {
    if (cause instanceof WebSocketHandshakeException refusal) {
      return new IOException("HTTP " + refusal.getResponse().statusCode(), refusal);
    }
    return new IOException("no connection: " + cause.getMessage(), cause);
  }

  private static Map<String, String> forwarded(URI url) {
    return Map.of(
        "X-Forwarded-Proto", "https",
        "X-Forwarded-Host", url.getRawAuthority(),
        "X-Forwarded-For", "203.0.113.7");
  }

  private URI local(String scheme, URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(scheme + "://" + server.getRawAuthority() + url.getRawPath() + query);
  }
}
