package io.callrouter.openai.mcp;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The SDK's transport over streamable HTTP, a new one for each connection. All have one HTTP client
 * in common, since each client has threads of its own.
 */
final class HttpTransports {
  static final int LONGEST_MESSAGE = 4 * 1024 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final URI endpoint;
  private final HttpRequest.Builder requests;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  HttpTransports(String server, URI endpoint, Map<String, String> headers) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (endpoint.getHost() == null || !scheme.matches("(?i)https?")) {
      throw new IllegalArgumentException(
          "MCP server " + server + ": its address must be http or https, with a host");
    }
    this.endpoint = endpoint;
    this.requests = HttpRequest.newBuilder();
    headers.forEach((name, value) -> add(server, name, value));
  }

  /** What the JDK throws for a bad header repeats it, and it may be a secret. */
  private void add(String server, String name, String value) {
    try {
      requests.header(name, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("MCP server " + server + ": a header cannot be sent");
    }
  }

  /**
   * A transport for one connection.
   *
   * @param patience after that a request is given up whose answer has not begun; one that nobody
   *     waits for any more holds its socket so long
   */
  McpClientTransport create(Duration patience) {
    return HttpClientStreamableHttpTransport.builder(endpoint.toString())
        .endpoint(endpoint.toString())
        .clientBuilder(shared())
        .requestBuilder(requests)
        .addAsyncHttpRequestCustomizer(
            (request, method, address, body, context) -> prepare(request, method, patience))
        .jsonMapper(Json.MESSAGES)
        .maxResponseSize(LONGEST_MESSAGE)
        .resumableStreams(false)
        .build();
  }

  /** The SDK wants to build its client itself. */
  private HttpClient.Builder shared() {
    return (HttpClient.Builder)
        Proxy.newProxyInstance(
            HttpTransports.class.getClassLoader(),
            new Class<?>[] {HttpClient.Builder.class},
            (builder, method, arguments) -> method.getName().equals("build") ? client : builder);
  }

  private Publisher<HttpRequest.Builder> prepare(
      HttpRequest.Builder request, String method, Duration patience) {
    return switch (method) {
      // A stream for what the server says unasked, which is passed over.
      case "GET" -> Mono.empty();
      // The SDK's own would leave the streams open that it has if it were not answered.
      case "DELETE" -> {
        var unused = client.sendAsync(request.timeout(FAREWELL).build(), BodyHandlers.discarding());
        yield Mono.empty();
      }
      default -> Mono.just(request.timeout(patience));
    };
  }
}
