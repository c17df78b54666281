package io.callrouter.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.WebRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request of the carrier as it goes over the wire.
 *
 * @param url the public address with its query; this is what is signed
 * @param headers one value each
 */
record SignedRequest(String method, URI url, Map<String, String> headers, String body) {
  private static final String SIGNATURE = "X-Twilio-Signature";

  /** A webhook; its parameters go into the query of a GET or the form of a POST. */
  static SignedRequest of(
      TwilioAccount account, String method, URI url, Map<String, String> parameters) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "TwilioProxy/1.1");
    headers.put("Accept", "*/*");
    if (method.equals("GET")) {
      URI asked = withQuery(url, encode(parameters));
      headers.put(SIGNATURE, account.sign(asked, Map.of()));
      return new SignedRequest(method, asked, headers, "");
    }
    headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    headers.put(SIGNATURE, account.sign(url, parameters));
    return new SignedRequest(method, url, headers, encode(parameters));
  }

  /** The handshake of a media socket: nothing but its address is signed. */
  static SignedRequest handshake(TwilioAccount account, URI url) {
    URI signed = url.getRawPath().isEmpty() ? url.resolve("/") : url;
    return new SignedRequest("GET", signed, Map.of(SIGNATURE, account.sign(signed, Map.of())), "");
  }

  /** This request with one header more. */
  SignedRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new SignedRequest(method, url, more, body);
  }

  WebRequest toWebRequest() {
    return new WebRequest(
        method,
        url.getRawPath(),
        url.getRawQuery(),
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
        body.getBytes(UTF_8));
  }

  private static URI withQuery(URI url, String query) {
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
  }

  /** In the order of names, so that the same request is the same text each time. */
  private static String encode(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(
                parameter ->
                    URLEncoder.encode(parameter.getKey(), UTF_8)
                        + "="
                        + URLEncoder.encode(parameter.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
  }
}
