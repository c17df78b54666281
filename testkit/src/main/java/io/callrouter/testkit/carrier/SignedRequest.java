package io.callrouter.testkit.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.WebRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request of the carrier as it goes over the wire.
 *
 * @param url the public address with its query
 * @param headers one value each, the signature among them
 * @since 0.1
 */
public record SignedRequest(String method, URI url, Map<String, String> headers, String body) {
  /** This request with one header more, or with another value of it. */
  public SignedRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new SignedRequest(method, url, more, body);
  }

  /** The request as a server hands it to the router. */
  public WebRequest toWebRequest() {
    return new WebRequest(
        method,
        url.getRawPath(),
        url.getRawQuery(),
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
        body.getBytes(UTF_8));
  }
}
