package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.carrier.Counterfeits;
import io.callrouter.testkit.carrier.SignedRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes and signs requests as an account does. */
record TwilioRequests(TwilioAccount account) implements Counterfeits {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SIGNATURE = "X-Twilio-Signature";

  /** A webhook; its parameters go into the query of a GET or the form of a POST. */
  static SignedRequest of(
      TwilioAccount account, String method, URI url, Map<String, String> parameters) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "TwilioProxy/1.1");
    headers.put("Accept", "*/*");
    if (method.equals("GET")) {
      URI asked = withQuery(url, encode(parameters));
      headers.put(SIGNATURE, account.sign(asked.toString()));
      return new SignedRequest(method, asked, headers, "");
    }
    headers.put("Content-Type", FORM + "; charset=UTF-8");
    headers.put(SIGNATURE, account.sign(url + signed(encode(parameters))));
    return new SignedRequest(method, url, headers, encode(parameters));
  }

  /** The handshake of a media socket: nothing but its address is signed. */
  static SignedRequest handshake(TwilioAccount account, URI url) {
    URI signed = url.getRawPath().isEmpty() ? url.resolve("/") : url;
    return new SignedRequest("GET", signed, Map.of(SIGNATURE, account.sign(signed.toString())), "");
  }

  /** A request signed anew for what is in it. A body that is no form is signed by its hash. */
  SignedRequest sign(SignedRequest request) {
    if (request.headers().getOrDefault("Content-Type", FORM).startsWith(FORM)) {
      String text = request.url() + signed(request.body());
      return request.with(SIGNATURE, account.sign(text));
    }
    URI url = withQuery(request.url(), "bodySHA256=" + hash(request.body()));
    return new SignedRequest(request.method(), url, request.headers(), request.body())
        .with(SIGNATURE, account.sign(url.toString()));
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

  /** What a form adds to the signed text: its names in order, each with its distinct values. */
  private static String signed(String form) {
    SortedMap<String, SortedSet<String>> parameters = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters
            .computeIfAbsent(URLDecoder.decode(parts[0], UTF_8), name -> new TreeSet<>())
            .add(parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    }
    StringBuilder text = new StringBuilder();
    parameters.forEach((name, values) -> values.forEach(value -> text.append(name).append(value)));
    return text.toString();
  }

  private static String hash(String body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
