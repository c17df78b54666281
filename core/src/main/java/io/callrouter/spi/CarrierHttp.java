package io.callrouter.spi;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How requests reach a carrier. A host gives its own to go through a proxy or to watch it; a
 * simulated carrier gives one that needs no network.
 *
 * <p>It neither repeats requests nor follows redirects: which may be repeated, the provider knows.
 * Used by several threads at once.
 *
 * @since 0.1
 */
public interface CarrierHttp extends AutoCloseable {
  /** The longest body of an answer that is read; a longer one fails the exchange. */
  int MAX_ANSWER_BYTES = 1024 * 1024;

  /**
   * Sends a request and waits for the whole answer. May block.
   *
   * @param timeout for the exchange from its beginning to the last byte of the answer
   * @throws java.net.ConnectException if it certainly was not sent
   * @throws IOException if there was no whole answer; whether it arrived is unknown
   */
  Answer send(Request request, Duration timeout) throws IOException;

  /** Gives back connections and threads. */
  @Override
  default void close() {}

  /**
   * A request.
   *
   * @param method upper case
   * @param headers each once; may hold secrets
   * @param body empty if there is none; not copied, not to be changed
   * @since 0.1
   */
  @SuppressWarnings("ArrayRecordComponent") // The body is handed through, never compared.
  record Request(String method, URI url, Map<String, String> headers, byte[] body) {
    /** Copies the headers. */
    public Request {
      method = method.toUpperCase(Locale.ROOT);
      headers = Map.copyOf(headers);
    }

    /** Leaves out what may be secret or personal: all but method and length. */
    @Override
    public String toString() {
      return method + " (" + body.length + " bytes)";
    }
  }

  /**
   * An answer.
   *
   * @param headers all values of each; names are compared without regard to case
   * @param body empty if there is none; not copied, not to be changed
   * @since 0.1
   */
  @SuppressWarnings("ArrayRecordComponent") // The body is handed through, never compared.
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    /** Copies the headers so that their names compare without regard to case. */
    public Answer {
      Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.forEach((name, values) -> byName.put(name, List.copyOf(values)));
      headers = byName;
    }

    /** The first value of a header, or null if it is absent. */
    public @Nullable String header(String name) {
      List<String> values = headers.get(name);
      return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** Leaves out what may be personal: all but status and length. */
    @Override
    public String toString() {
      return status + " (" + body.length + " bytes)";
    }
  }
}
