package io.callrouter.integration;

import io.callrouter.web.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One row of the proxy matrix: what the operator has set, what the carrier called and signed, and
 * what of it arrived.
 *
 * @param title what is special about it
 * @param setting name and value of the address that matters, such as {@code PUBLIC_URL=https://…}
 * @param called the whole address, as the carrier signs it
 * @param arrives the request target that the router sees
 * @param headers lines that arrive beside the signature
 * @param form what is posted; empty for a GET, null for a handshake
 * @param official whether Twilio's own library for Java can judge it
 */
record ProxyCell(
    String title,
    String setting,
    String called,
    String arrives,
    List<String> headers,
    String form,
    boolean official) {
  static final String FORM =
      "AccountSid=AC00000000000000000000000000000001&CallSid=CA00000000000000000000000000000001"
          + "&From=%2B14155550177&To=%2B14155550100&CallStatus=ringing";
  private static final String TARGET = "/incoming-call";
  private static final String HOST = "https://voice.example.com";
  private static final String TOKEN_PATH = "/media-stream/t0ken";

  static List<ProxyCell> all() {
    List<ProxyCell> all = new ArrayList<>();
    all.addAll(ports());
    all.addAll(paths());
    all.addAll(forwarded());
    all.addAll(queries());
    all.addAll(forms());
    all.addAll(handshakes());
    return all;
  }

  private static ProxyCell post(
      String title, String publicUrl, String called, String arrives, String... headers) {
    return new ProxyCell(
        title, "PUBLIC_URL=" + publicUrl, called, arrives, List.of(headers), FORM, true);
  }

  private static List<ProxyCell> ports() {
    return List.of(
        post("TLS ends at the proxy", HOST, HOST + TARGET, TARGET, "Host: voice.example.com"),
        post("the proxy rewrites Host", HOST, HOST + TARGET, TARGET, "Host: 127.0.0.1:8080"),
        post("Host with port", HOST, HOST + TARGET, TARGET, "Host: voice.example.com:443"),
        post("no Host, as in HTTP/1.0", HOST, HOST + TARGET, TARGET),
        post("the scheme's port is set", HOST + ":443", HOST + TARGET, TARGET),
        post("the scheme's port is signed", HOST, HOST + ":443" + TARGET, TARGET),
        post("both", HOST + ":443", HOST + ":443" + TARGET, TARGET),
        post("another port", HOST + ":8443", HOST + ":8443" + TARGET, TARGET),
        post("another port, which is not signed", HOST + ":8443", HOST + TARGET, TARGET)
            .withoutOfficial(),
        post("a host in capitals is set", "https://Voice.Example.COM", HOST + TARGET, TARGET),
        post(
            "a host in capitals is signed",
            "https://Voice.Example.COM",
            "https://Voice.Example.COM" + TARGET,
            TARGET),
        post("IPv6", "https://[2001:db8::7]", "https://[2001:db8::7]" + TARGET, TARGET),
        post(
            "IPv6 with port",
            "https://[2001:db8::7]:8443",
            "https://[2001:db8::7]:8443" + TARGET,
            TARGET),
        post(
            "an international name",
            "https://xn--bcher-kva.example",
            "https://xn--bcher-kva.example" + TARGET,
            TARGET));
  }

  private static List<ProxyCell> paths() {
    return List.of(
        post("a slash at the end", HOST + "/", HOST + TARGET, TARGET),
        post("the proxy takes a path away", HOST + "/voice", HOST + "/voice" + TARGET, TARGET),
        post(
            "a longer one, with a slash",
            HOST + "/api/v1/",
            HOST + "/api/v1" + TARGET,
            TARGET,
            "X-Forwarded-Prefix: /api/v1"),
        post("one with an escape", HOST + "/a%20b", HOST + "/a%20b" + TARGET, TARGET));
  }

  private static List<ProxyCell> forwarded() {
    return List.of(
        post(
            "true X-Forwarded headers",
            HOST,
            HOST + TARGET,
            TARGET,
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: voice.example.com",
            "X-Forwarded-Port: 443"),
        post(
            "made up ones",
            HOST,
            HOST + TARGET,
            TARGET,
            "X-Forwarded-Proto: ftp",
            "X-Forwarded-Host: evil.example.test",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Prefix: /evil"),
        post(
            "a chain of proxies",
            HOST,
            HOST + TARGET,
            TARGET,
            "X-Forwarded-Proto: https, http",
            "X-Forwarded-Host: voice.example.com, 10.0.0.5"),
        post(
            "Forwarded, RFC 7239",
            HOST,
            HOST + TARGET,
            TARGET,
            "Forwarded: for=203.0.113.7;host=voice.example.com;proto=https"),
        post(
            "Forwarded, made up",
            HOST,
            HOST + TARGET,
            TARGET,
            "Forwarded: host=evil.example.test;proto=http"));
  }

  private static List<ProxyCell> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("a query", "tenant=7");
    queries.put("a blank as %20", "name=a%20b");
    queries.put("a blank as +", "name=a+b");
    queries.put("an escaped +", "name=a%2Bb");
    queries.put("letters beyond ASCII", "name=M%C3%BCller");
    queries.put("escapes in small letters", "name=M%c3%bcller");
    queries.put("escapes that need not be", "n%61me=%41");
    queries.put("an empty value", "name=");
    queries.put("no =", "name");
    queries.put("a name twice", "a=2&a=1");
    queries.put("an empty parameter", "a=1&&b=2");
    queries.put("marks that are not escaped", "x='(1)!~*;:@/");
    queries.put("an address in it", "next=https%3A%2F%2Fvoice.example.com%2F%3Fa%3Db");
    List<ProxyCell> cells = new ArrayList<>();
    queries.forEach(
        (title, query) ->
            cells.add(post(title, HOST, HOST + TARGET + "?" + query, TARGET + "?" + query)));
    cells.add(post("an empty query", HOST, HOST + TARGET + "?", TARGET + "?").withoutOfficial());
    String asked = TARGET + "?" + FORM + "&CallerName=M%C3%BC%20ller+x";
    cells.add(
        new ProxyCell("by GET", "PUBLIC_URL=" + HOST, HOST + asked, asked, List.of(), "", true));
    return cells;
  }

  private static List<ProxyCell> forms() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("a blank as %20 in the form", "CallerName=a%20b");
    fields.put("a blank as + in the form", "CallerName=a+b");
    fields.put("letters beyond ASCII in the form", "CallerName=%F0%9F%98%80%C3%BC");
    fields.put("an empty value in the form", "CallerName=");
    fields.put("no = in the form", "CallerName");
    fields.put("a name that sorts first", "!=1&A=2&%C3%84=3");
    List<ProxyCell> cells = new ArrayList<>();
    fields.forEach(
        (title, field) -> cells.add(post(title, HOST, HOST + TARGET, TARGET).posting(field)));
    cells.add(
        post("a name twice in the form", HOST, HOST + TARGET, TARGET)
            .posting("Tag=b&Tag=a&Tag=b")
            .withoutOfficial());
    return cells;
  }

  private static ProxyCell handshake(
      String title, String setting, String called, String arrives, boolean official) {
    return new ProxyCell(title, setting, called, arrives, List.of(), null, official);
  }

  private static List<ProxyCell> handshakes() {
    String wss = "wss://voice.example.com";
    String other = "wss://media.example.com:8443";
    return List.of(
        handshake("a media socket", "PUBLIC_URL=" + HOST, wss + TOKEN_PATH, TOKEN_PATH, true),
        handshake(
            "a media socket, the port is signed",
            "PUBLIC_URL=" + HOST,
            wss + ":443" + TOKEN_PATH,
            TOKEN_PATH,
            true),
        handshake(
            "a media socket below a path",
            "PUBLIC_URL=" + HOST + "/voice",
            wss + "/voice" + TOKEN_PATH,
            TOKEN_PATH,
            true),
        handshake(
            "a media socket elsewhere",
            "PUBLIC_MEDIA_URL=" + other,
            other + TOKEN_PATH,
            TOKEN_PATH,
            true),
        handshake(
            "one address for all", "TWILIO_WEBHOOK_URL=" + wss + "/m", wss + "/m", "/m", true),
        handshake("a host alone", "TWILIO_WEBHOOK_URL=" + wss, wss + "/", "/", true));
  }

  private ProxyCell withoutOfficial() {
    return new ProxyCell(title, setting, called, arrives, headers, form, false);
  }

  private ProxyCell posting(String field) {
    return new ProxyCell(title, setting, called, arrives, headers, FORM + "&" + field, official);
  }

  String method() {
    return form == null || form.isEmpty() ? "GET" : "POST";
  }

  /** The request that arrives, with a signature or, where that is null, none. */
  WebRequest request(String signature) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Content-Type", List.of("application/x-www-form-urlencoded; charset=UTF-8"));
    for (String line : headers) {
      String[] parts = line.split(": ", 2);
      all.put(parts[0], List.of(parts[1]));
    }
    if (signature != null) {
      all.put("X-Twilio-Signature", List.of(signature));
    }
    String[] target = arrives.split("\\?", 2);
    return new WebRequest(
        method(),
        target[0],
        target.length < 2 ? null : target[1],
        all,
        (form == null ? "" : form).getBytes(StandardCharsets.US_ASCII));
  }

  /** A row of the table in the documentation. */
  String row() {
    List<String> cells = new ArrayList<>(List.of(title, code(setting), code(called)));
    cells.add(code(method() + " " + arrives));
    List<String> beside = new ArrayList<>(headers);
    if (form != null && form.length() > FORM.length()) {
      beside.add(form);
    }
    cells.add(String.join(", ", beside.stream().map(ProxyCell::code).toList()));
    cells.add(official ? "yes" : "no");
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String code(String text) {
    return "`" + text.replace(FORM, "…") + "`";
  }

  /** The parameters of the form by name, each value once and sorted, as they are signed. */
  Map<String, List<String>> parameters() {
    Map<String, TreeSet<String>> parameters = new TreeMap<>();
    for (String pair : form == null ? new String[0] : form.split("&", 0)) {
      String[] parts = Arrays.copyOf(pair.split("=", 2), 2);
      if (!parts[0].isEmpty()) {
        parameters
            .computeIfAbsent(decoded(parts[0]), any -> new TreeSet<>())
            .add(parts[1] == null ? "" : decoded(parts[1]));
      }
    }
    Map<String, List<String>> lists = new TreeMap<>();
    parameters.forEach((name, values) -> lists.put(name, List.copyOf(values)));
    return lists;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
