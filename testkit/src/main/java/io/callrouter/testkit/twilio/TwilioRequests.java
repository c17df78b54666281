package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.carrier.Counterfeits;
import io.callrouter.testkit.carrier.SignedRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes and signs requests as an account does. */
record TwilioRequests(TwilioAccount account) implements Counterfeits {
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

  /** A request signed anew for what is in it. */
  SignedRequest sign(SignedRequest request) {
    return request.with(SIGNATURE, account.sign(request.url(), decode(request.body())));
  }

  @Override
  public SignedRequest forged(SignedRequest genuine) {
    TwilioAccount other = new TwilioAccount(account.sid(), "0".repeat(32));
    return new TwilioRequests(other).sign(genuine);
  }

  /** A form without what every webhook has; one that comes by GET has its query cut off. */
  @Override
  public SignedRequest garbled(SignedRequest genuine) {
    URI url = URI.create(genuine.url().toString().replaceFirst("\\?.*", ""));
    return sign(new SignedRequest(genuine.method(), url, genuine.headers(), "%7B=%5B"));
  }

  @Override
  public SignedRequest withUnknownFields(SignedRequest genuine) {
    if (genuine.method().equals("GET")) {
      URI url = withQuery(genuine.url(), "NobodyKnows=this");
      return sign(new SignedRequest("GET", url, genuine.headers(), ""));
    }
    return sign(
        new SignedRequest(
            genuine.method(),
            genuine.url(),
            genuine.headers(),
            genuine.body() + "&NobodyKnows=this"));
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

  private static Map<String, String> decode(String form) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters.put(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return parameters;
  }
}
