package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms of any bytes, read beside the JDK's decoder. */
class FormFuzzTest {
  private static final Pattern LAX = Pattern.compile("[^!-~]|%(?![0-9A-Fa-f]{2})");
  private static final char NOT_UTF8 = '\ufffd';

  static Stream<byte[]> forms() {
    List<byte[]> forms = new ArrayList<>();
    for (String form :
        List.of(
            TwilioRequests.encoded(TwilioRequests.parameters("Digits", "12#", "CallDuration", "7")),
            "a=1+2&b=%2B1%c3%A9&n%20ame=%F0%9F%98%80&empty=&bare&=x&&",
            "Timestamp=Fri%2C+20+Nov+2026+06%3A00%3A00+%2B0000&SipResponseCode=486&a=b&a=c&a=b",
            "a=%c0%80&b=%ed%a0%80&c=%+1&d=%",
            "a=%EF%BF%BD")) {
      forms.add(form.getBytes(StandardCharsets.ISO_8859_1));
    }
    return forms.stream();
  }

  @MethodSource("forms")
  @FuzzTest
  void everyFormIsReadAsTheJdkDoesOrRefusedForAReason(byte[] body) {
    String encoded = new String(body, StandardCharsets.ISO_8859_1);
    SortedMap<String, SortedSet<String>> expected = decoded(encoded);
    try {
      Form form = Form.parse(encoded);
      StringBuilder signed = new StringBuilder();
      expected.forEach(
          (name, values) -> {
            assertEquals(values.size() == 1 ? values.first() : "", form.text(name));
            values.forEach(value -> signed.append(name).append(value));
            readAsEverything(form, name);
          });
      assertEquals(signed.toString(), form.signedText());
    } catch (Refusal refusal) {
      boolean tooMany = encoded.chars().filter(c -> c == '&').count() >= Form.MAX_PARAMETERS;
      assertTrue(tooMany || expected == null, encoded);
    }
  }

  /** Null where two readers could understand it in two ways. */
  private static SortedMap<String, SortedSet<String>> decoded(String encoded) {
    if (LAX.matcher(encoded).find()) {
      return null;
    }
    SortedMap<String, SortedSet<String>> decoded = new TreeMap<>();
    for (String parameter : encoded.split("&", -1)) {
      if (!parameter.isEmpty()) {
        String[] parts = parameter.split("=", 2);
        String name = decode(parts[0]);
        String value = parts.length < 2 ? "" : decode(parts[1]);
        if (name == null || value == null) {
          return null;
        }
        decoded.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
      }
    }
    return decoded;
  }

  /** The JDK puts a replacement in the place of what is not UTF-8. */
  private static String decode(String encoded) {
    String text = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    long replaced = text.chars().filter(c -> c == NOT_UTF8).count();
    long sent = Pattern.compile("(?i)%ef%bf%bd").matcher(encoded).results().count();
    return replaced > sent ? null : text;
  }

  private static void readAsEverything(Form form, String name) {
    form.time(name);
    if (form.seconds(name) != null) {
      assertTrue(!form.seconds(name).isNegative());
    }
    if (form.sipStatus(name) != null) {
      assertTrue(form.sipStatus(name) >= 100 && form.sipStatus(name) < 700);
    }
  }
}
