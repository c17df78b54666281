package io.callrouter.testkit.telnyx;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API.
 *
 * @param path the decoded segments after {@code /v2}; empty if it begins otherwise
 * @param authorization the header, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
record ApiRequest(String method, List<String> path, @Nullable String authorization, byte[] body) {
  private static final String BASE = "/v2/";

  static ApiRequest of(String method, URI url, @Nullable String authorization, byte[] body) {
    String path = url.getRawPath();
    List<String> segments =
        path.startsWith(BASE)
            ? Arrays.stream(path.substring(BASE.length()).split("/", -1))
                .map(ApiRequest::decoded)
                .toList()
            : List.of();
    return new ApiRequest(method, segments, authorization, body);
  }

  /** A plus is a plus in a path, unlike in a form. */
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
