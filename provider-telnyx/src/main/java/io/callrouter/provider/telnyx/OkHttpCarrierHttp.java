package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Requests over HTTP with connections that are kept and shared, HTTP/2 where Telnyx offers it.
 *
 * <p>Each exchange runs on the thread that asks for it. Nothing is repeated and no redirect is
 * followed, not even where okhttp thinks it safe: it knows nothing of command ids.
 */
final class OkHttpCarrierHttp implements CarrierHttp {
  private static final int IDLE_CONNECTIONS = 8;

  /** Shorter than servers keep them: one closed under a request leaves its outcome unknown. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ConnectionPool connections =
      new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS);
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .connectionPool(connections)
          .connectTimeout(Duration.ZERO) // The limit is that of the whole exchange.
          .readTimeout(Duration.ZERO)
          .writeTimeout(Duration.ZERO)
          .retryOnConnectionFailure(false)
          .followRedirects(false)
          .followSslRedirects(false)
          .build();
  private volatile boolean closed;

  @Override
  public Answer send(Request request, Duration timeout) throws IOException {
    Beginning beginning = new Beginning();
    Call call =
        client
            .newBuilder()
            .callTimeout(timeout)
            .eventListener(beginning)
            .build()
            .newCall(toOkHttp(request));
    if (closed) {
      throw new ConnectException("the client is closed");
    }
    try (Response response = call.execute()) {
      return new Answer(response.code(), response.headers().toMultimap(), body(response));
    } catch (IOException e) {
      throw beginning.mayHaveBeenSent ? e : notSent(e);
    } finally {
      if (closed) {
        connections.evictAll();
      }
    }
  }

  /** Breaks off what is under way and closes all connections. */
  @Override
  public void close() {
    closed = true;
    client.dispatcher().cancelAll();
    connections.evictAll();
  }

  int openConnections() {
    return connections.connectionCount();
  }

  private static okhttp3.Request toOkHttp(Request request) {
    okhttp3.Request.Builder builder = new okhttp3.Request.Builder().url(request.url().toString());
    request.headers().forEach(builder::header);
    return builder.method(request.method(), body(request)).build();
  }

  /** Null for a GET: an empty body would be one to okhttp. */
  private static @Nullable RequestBody body(Request request) {
    return request.method().equals("GET") ? null : RequestBody.create(request.body());
  }

  private static byte[] body(Response response) throws IOException {
    BufferedSource source = response.body().source();
    if (source.request(MAX_ANSWER_BYTES + 1L)) {
      throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
    }
    return source.readByteArray();
  }

  private static ConnectException notSent(IOException cause) {
    ConnectException notSent = new ConnectException("no connection: " + cause.getMessage());
    notSent.initCause(cause);
    return notSent;
  }

  /** Notes whether the first byte of a request may have gone out. */
  private static final class Beginning extends EventListener {
    private volatile boolean mayHaveBeenSent;

    @Override
    public void requestHeadersStart(Call call) {
      mayHaveBeenSent = true;
    }
  }
}
