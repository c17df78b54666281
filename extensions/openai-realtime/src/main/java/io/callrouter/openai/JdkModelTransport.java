package io.callrouter.openai;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Sockets of the JDK's HTTP client; one client, with its one selector thread, serves all calls. */
final class JdkModelTransport implements ModelTransport {
  static final JdkModelTransport SHARED = new JdkModelTransport(() -> Client.SHARED);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Supplier<HttpClient> client;

  /**
   * A way over that client, which is asked for with each socket.
   *
   * @param client made when it is first needed
   */
  JdkModelTransport(Supplier<HttpClient> client) {
    this.client = client;
  }

  /** Made when it is first needed, since its threads last as long as the process. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public CompletableFuture<ModelSocket> open(
      URI url, Map<String, String> headers, Listener listener) {
    WebSocket.Builder builder = client.get().newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
    headers.forEach(builder::header);
    JdkModelSocket socket = new JdkModelSocket(listener);
    return builder
        .buildAsync(url, socket)
        .handle(
            (open, fault) -> {
              if (fault != null) {
                throw refusal(fault);
              }
              return socket;
            });
  }

  private static CompletionException refusal(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof WebSocketHandshakeException refused) {
      return new CompletionException(new ModelRefusedException(refused.getResponse().statusCode()));
    }
    return new CompletionException(
        cause instanceof IOException ? cause : new IOException(String.valueOf(cause)));
  }
}
