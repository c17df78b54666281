package io.callrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments of any names and values, a line each. */
class SettingsFuzzTest {
  static Stream<byte[]> environments() {
    return Stream.of(
            "PUBLIC_URL=https://voice.example.com/base/\nNAME=abc\nSALES_NAME=def, ghi,,",
            "NAME=true\nPUBLIC_URL=https://user@voice.example.com:8443/?a#b",
            "NAME=65536\nSALES_PUBLIC_URL=HTTPS://[::1]:443//",
            "NAME=-2147483649\nPUBLIC_URL=https:voice",
            "NAME=wss://voice.example.com:99999999999/\nX=\u00a0\u2003")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("environments")
  @FuzzTest
  void everyReaderGivesAValueOrNotesAFaultThatDoesNotTellIt(byte[] input) {
    Map<String, String> values = values(new String(input, StandardCharsets.UTF_8));
    for (String prefix : new String[] {"", "SALES_"}) {
      Settings settings = Settings.of(values).prefixed(prefix);
      String value = values.getOrDefault(prefix + "NAME", "");
      assertEquals(!value.isBlank(), settings.required("NAME").isPresent());
      settings.flag("NAME");
      settings
          .integer("NAME", -5, 70_000)
          .ifPresent(number -> assertTrue(number >= -5 && number <= 70_000));
      settings.url("NAME", "wss", "https").ifPresent(SettingsFuzzTest::assertAbsolute);
      settings
          .list("NAME")
          .forEach(item -> assertTrue(!item.isEmpty() && item.equals(item.strip())));
      settings.publicUrl().ifPresent(SettingsFuzzTest::assertPublic);
      settings
          .prefixesOf("NAME")
          .forEach(found -> assertTrue(found.isEmpty() || found.endsWith("_")));
      for (String fault : settings.faults()) {
        assertTrue(fault.startsWith(prefix + "NAME ") || fault.contains("PUBLIC_URL "), fault);
        assertFalse(value.length() > 20 && fault.contains(value), fault);
      }
    }
  }

  private static void assertAbsolute(URI url) {
    assertTrue(url.isAbsolute() && url.getHost() != null, url::toString);
  }

  /** Paths are appended to it. */
  private static void assertPublic(URI url) {
    assertTrue(url.getScheme().equalsIgnoreCase("https"), url::toString);
    assertFalse(url.toString().endsWith("/"), url::toString);
    URI page = URI.create(url + "/incoming-call");
    assertEquals(url.getHost(), page.getHost());
    assertEquals(url.getPort(), page.getPort());
    assertTrue(page.getRawPath().endsWith("/incoming-call"), page::toString);
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.put(parts[0], parts[1]));
    return values;
  }
}
