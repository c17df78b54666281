package io.callrouter.provider.twilio;

import io.callrouter.web.WebRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes requests as Twilio does, with a signer of its own that the official SDK is asked about. */
final class TwilioRequests {
  static final String ACCOUNT_SID = "AC00000000000000000000000000000001";
  static final String CALL_SID = "CA00000000000000000000000000000001";
  static final String STREAM_SID = "MZ00000000000000000000000000000001";
  static final String TOKEN = "0123456789abcdef0123456789abcdef";
  static final String PUBLIC_URL = "https://voice.example.test";

  private TwilioRequests() {}

  static TwilioOptions.Builder options() {
    return TwilioOptions.builder()
        .accountSid(ACCOUNT_SID)
        .authTokens(List.of(TOKEN))
        .publicUrl(PUBLIC_URL);
  }

  static TwilioProvider provider() {
    return TwilioProvider.of("twilio", options().build());
  }

  /** The parameters every voice webhook has, and more, given as name and value by turns. */
  static Map<String, String> parameters(String... more) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("CallSid", CALL_SID);
    parameters.put("AccountSid", ACCOUNT_SID);
    parameters.put("From", "+15550100001");
    parameters.put("To", "+15550100002");
    parameters.put("CallStatus", "ringing");
    parameters.put("Direction", "inbound");
    parameters.put("ApiVersion", "2010-04-01");
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  static WebRequest post(String target, Map<String, String> parameters) {
    return post(target, parameters, signature(TOKEN, PUBLIC_URL + target, parameters));
  }

  static WebRequest post(String target, Map<String, String> parameters, String signature) {
    return request("POST", target, signature, encoded(parameters).getBytes(StandardCharsets.UTF_8));
  }

  /** A form whose body and signed text are given as they are. */
  static WebRequest rawPost(String target, String body, String signedText) {
    return request(
        "POST",
        target,
        sign(TOKEN, PUBLIC_URL + target + signedText),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }

  static WebRequest get(String path, Map<String, String> parameters) {
    String target = path + "?" + encoded(parameters);
    return request("GET", target, sign(TOKEN, PUBLIC_URL + target), new byte[0]);
  }

  static WebRequest handshake(String target, String signedUrl) {
    return request("GET", target, sign(TOKEN, signedUrl), new byte[0]);
  }

  static WebRequest request(String method, String target, String signature, byte[] body) {
    int question = target.indexOf('?');
    return new WebRequest(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        Map.of(
            "x-twilio-signature", List.of(signature),
            "Content-Type", List.of("application/x-www-form-urlencoded; charset=UTF-8"),
            "Host", List.of("10.0.0.5:8080")),
        body);
  }

  /** The same request with one header replaced, or taken away if there are no values. */
  static WebRequest with(WebRequest request, String header, String... values) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.remove(header);
    if (values.length > 0) {
      headers.put(header, List.of(values));
    }
    return new WebRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  static String signature(String token, String url, Map<String, String> parameters) {
    StringBuilder text = new StringBuilder(url);
    new TreeMap<>(parameters).forEach((name, value) -> text.append(name).append(value));
    return sign(token, text.toString());
  }

  static String sign(String token, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The genuine parameters and some random ones, with text from all over Unicode. */
  static Map<String, String> randomParameters(Random random) {
    Map<String, String> parameters = parameters();
    List<String> names = new ArrayList<>(List.of("SipHeader_X-A", "a", "A", "Zeta", "Ärger"));
    for (String name : names) {
      if (random.nextBoolean()) {
        parameters.put(name + random.nextInt(3), randomText(random));
      }
    }
    return parameters;
  }

  static String randomText(Random random) {
    int[] points = {'a', ' ', '&', '=', '+', '%', '<', '"', '\n', 'é', '漢', 0x1F600, 0x7f, '\''};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
