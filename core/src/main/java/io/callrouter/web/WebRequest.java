package io.callrouter.web;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, as it came over the wire: path and query are raw, since signatures cover them
 * so.
 *
 * @param method upper case
 * @param path the raw path, beginning with a slash
 * @param query the raw query without its question mark, or null if there is none
 * @param headers all values of each header; names are compared without regard to case
 * @param body the whole body, empty if there is none; not copied, not to be changed
 * @since 0.1
 */
@SuppressWarnings("ArrayRecordComponent") // The body is handed through, never compared.
public record WebRequest(
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    byte[] body) {
  /**
   * Copies the headers so that their names compare without regard to case; values of names that
   * differ in case only come together, so that no repetition is lost.
   */
  public WebRequest {
    method = method.toUpperCase(Locale.ROOT);
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> byName.merge(name, List.copyOf(values), WebRequest::joined));
    headers = Collections.unmodifiableMap(byName);
  }

  /**
   * A header that must stand exactly once.
   *
   * @return its value, or null if it is absent or repeated
   */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.size() != 1 ? null : values.get(0);
  }

  /** Path and query, as in the request line. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /** Leaves out what may be secret or personal: headers, query and body. */
  @Override
  public String toString() {
    return method + " " + path + " (" + body.length + " bytes)";
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
