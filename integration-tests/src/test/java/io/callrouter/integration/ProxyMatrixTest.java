package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import io.callrouter.config.Settings;
import io.callrouter.provider.twilio.TwilioProviderType;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.ProviderContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Signatures of Twilio over the public address against what a proxy makes of the request: the true
 * one is let in, and the same with any one part forged is not.
 */
class ProxyMatrixTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEGIN = "<!-- matrix, as ProxyMatrixTest makes it -->\n";
  private static final String END = "<!-- /matrix -->";
  private static final String HEAD =
      "| what is special | set | called and signed | arrives | with headers, form | judged by Twilio's library"
          + " |\n| --- | --- | --- | --- | --- | --- |\n";

  private final ManualTimekeeper time = Timekeeper.manual();

  @AfterEach
  void close() {
    time.close();
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.integration.ProxyCell#all")
  void theTrueRequestGetsIn(ProxyCell cell) {
    String signature = sign(TOKEN, cell.called(), cell);
    if (cell.official()) {
      Map<String, String> form = new TreeMap<>();
      cell.parameters().forEach((name, values) -> form.put(name, values.get(0)));
      assertTrue(
          new RequestValidator(TOKEN).validate(cell.called(), form, signature),
          "Twilio's own library takes the signature");
    }
    assertTrue(isLetIn(cell, cell.request(signature)), cell.title());
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.integration.ProxyCell#all")
  void noneWithAForgedPartDoes(ProxyCell cell) {
    String right = sign(TOKEN, cell.called(), cell);
    for (Map.Entry<String, String> forged : otherAddresses(cell.called()).entrySet()) {
      String signature = sign(TOKEN, forged.getValue(), cell);
      assertFalse(isLetIn(cell, cell.request(signature)), forged.getKey());
    }
    assertFalse(isLetIn(cell, cell.request(null)), "no signature");
    assertFalse(isLetIn(cell, cell.request("")), "an empty signature");
    assertFalse(isLetIn(cell, cell.request(sign("x" + TOKEN, cell.called(), cell))), "the token");
    WebRequest genuine = cell.request(right);
    String query = genuine.query() == null ? "" : genuine.query();
    assertFalse(isLetIn(cell, target(genuine, genuine.path(), query + "&z=1")), "the query");
    assertFalse(isLetIn(cell, target(genuine, genuine.path() + "x", genuine.query())), "the path");
    assertFalse(isLetIn(cell, target(genuine, "/call-status", genuine.query())), "the address");
    if (cell.form() != null) {
      assertFalse(isLetIn(cell, method(genuine)), "the method");
    }
    if (cell.method().equals("POST")) {
      String changed = cell.form().replace("14155550177", "14155550199");
      assertFalse(isLetIn(cell, Impostor.withBody(genuine, changed)), "a value");
      assertFalse(isLetIn(cell, Impostor.withBody(genuine, cell.form() + "&Z=1")), "a field more");
      String fewer = cell.form().replaceFirst("&To=[^&]*", "");
      assertFalse(isLetIn(cell, Impostor.withBody(genuine, fewer)), "a field less");
    }
  }

  private static Map<String, String> otherAddresses(String called) {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("the scheme", called.replaceFirst("s://", "://"));
    others.put("the other scheme", called.startsWith("h") ? "wss" + called.substring(5) : "");
    others.put("the host", called.replaceFirst("://", "://evil."));
    others.put("the port", called.replaceFirst("(://(?:\\[[^]]*]|[^/:]*))(:\\d+)?", "$1:444"));
    others.put("the plain port", called.replaceFirst("(://(?:\\[[^]]*]|[^/:]*))(:\\d+)?", "$1:80"));
    others.put("a path before", called.replaceFirst("(://[^/]*)", "$1/evil"));
    others.put("a path behind", called.replaceFirst("(\\?.*)?$", "/x$1"));
    others.put("a query", called + (called.contains("?") ? "&z=1" : "?z=1"));
    others.put(
        "a host of forwarded headers", called.replaceFirst("://[^/]*", "://evil.example.test"));
    others.put("nothing", "");
    return others;
  }

  private boolean isLetIn(ProxyCell cell, WebRequest request) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001");
    settings.put("TWILIO_AUTH_TOKEN", TOKEN);
    settings.put("PUBLIC_URL", "https://voice.example.com");
    String[] setting = cell.setting().split("=", 2);
    settings.put(setting[0], setting[1]);
    try (CallProvider provider =
        new TwilioProviderType()
            .create("twilio", Settings.of(settings), new ProviderContext(time, null))
            .orElseThrow()) {
      return cell.form() == null
          ? provider.admit(request) instanceof MediaHandshake.Accepted
          : provider.receive(request) instanceof CarrierRequest.Accepted;
    }
  }

  private static WebRequest target(WebRequest request, String path, String query) {
    return Impostor.withTarget(request, request.method(), path, query);
  }

  private static WebRequest method(WebRequest request) {
    String other = request.method().equals("GET") ? "POST" : "GET";
    return Impostor.withTarget(request, other, request.path(), request.query());
  }

  /** Signs as Twilio documents it: the address, then the form by name. */
  private static String sign(String token, String url, ProxyCell cell) {
    String form =
        cell.parameters().entrySet().stream()
            .map(
                parameter ->
                    parameter.getValue().stream()
                        .map(value -> parameter.getKey() + value)
                        .collect(Collectors.joining()))
            .collect(Collectors.joining());
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal((url + form).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theTableInTheDocumentationIsThisOne() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "behind-a-proxy.md"));
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertTrue(begin >= 0 && end > begin, "the page has no matrix");
    String table =
        HEAD + ProxyCell.all().stream().map(ProxyCell::row).collect(Collectors.joining());
    assertEquals(table, page.substring(begin + BEGIN.length(), end), "replace it by this one");
    List<String> titles = ProxyCell.all().stream().map(ProxyCell::title).distinct().toList();
    assertEquals(titles.size(), ProxyCell.all().size(), "two rows have the same title");
  }
}
