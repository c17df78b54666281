package io.callrouter.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void allFaultsAreThrownAtOnceByName() {
    Settings settings =
        Settings.of(Map.of("PORT", "many", "RECORD", "perhaps", "PUBLIC_URL", "voice.example.com"));
    settings.required("TOKEN");
    settings.integer("PORT", 1, 65535);
    settings.flag("RECORD");
    settings.url("PUBLIC_URL", "https", "http");
    settings.fault("REGION", "is not one we know");

    ConfigurationException thrown =
        assertThrows(ConfigurationException.class, settings::throwFaults);

    assertEquals(
        List.of(
            "TOKEN is missing",
            "PORT must be a whole number from 1 to 65535",
            "RECORD must be true or false",
            "PUBLIC_URL must be a URL like https://voice.example.com",
            "REGION is not one we know"),
        thrown.faults());
    for (String fault : thrown.faults()) {
      assertTrue(thrown.getMessage().contains(fault), thrown::getMessage);
    }
  }

  @Test
  void withoutFaultsNothingIsThrown() {
    Settings settings = Settings.of(Map.of("TOKEN", "abc"));
    settings.required("TOKEN");

    assertDoesNotThrow(settings::throwFaults);
  }

  @Test
  void noFaultTellsAValue() {
    String secret = "s3cret-value";
    Settings settings = Settings.of(Map.of("NAME", secret)).prefixed("");
    settings.integer("NAME", 0, 10);
    settings.flag("NAME");
    settings.url("NAME", "https");

    ConfigurationException thrown =
        assertThrows(ConfigurationException.class, settings::throwFaults);

    assertEquals(3, thrown.faults().size());
    assertFalse(thrown.getMessage().contains(secret), thrown::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aBlankValueCountsAsAbsent(String blank) {
    Settings settings = Settings.of(Map.of("NAME", blank, "TWILIO_X", blank));

    assertEquals(Optional.empty(), settings.text("NAME"));
    assertEquals(Optional.empty(), settings.shared("NAME"));
    assertEquals(Optional.empty(), settings.flag("NAME"));
    assertEquals(Optional.empty(), settings.integer("NAME", 0, 1));
    assertEquals(Optional.empty(), settings.url("NAME", "https"));
    assertEquals(List.of(), settings.list("NAME"));
    assertEquals(Set.of(), settings.prefixesOf("TWILIO_"));
    assertEquals(List.of(), settings.faults());
    assertEquals(Optional.empty(), settings.required("NAME"));
    assertEquals(List.of("NAME is missing"), settings.faults());
  }

  @Test
  void textsAreStrippedAndListsSplit() {
    Settings settings = Settings.of(Map.of("TEXT", " a b\n", "LIST", " a, b,,c ,"));

    assertEquals(Optional.of("a b"), settings.text("TEXT"));
    assertEquals(List.of("a", "b", "c"), settings.list("LIST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", " True "})
  void aFlagMayBeWrittenInAnyCase(String text) {
    assertEquals(Optional.of(true), Settings.of(Map.of("FLAG", text)).flag("FLAG"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "on", "tru"})
  void aFlagIsTrueOrFalseAndNothingElse(String text) {
    Settings settings = Settings.of(Map.of("FLAG", text));

    assertEquals(Optional.empty(), settings.flag("FLAG"));
    assertEquals(List.of("FLAG must be true or false"), settings.faults());
  }

  @Test
  void integersKeepTheirBoundsInclusive() {
    Settings settings =
        Settings.of(
            Map.of("LEAST", "1", "MOST", "9", "LESS", "0", "MORE", "10", "HUGE", "99999999999"));

    assertEquals(Optional.of(1), settings.integer("LEAST", 1, 9));
    assertEquals(Optional.of(9), settings.integer("MOST", 1, 9));
    assertEquals(List.of(), settings.faults());
    for (String name : List.of("LESS", "MORE", "HUGE")) {
      assertEquals(Optional.empty(), settings.integer(name, 1, 9));
    }
    assertEquals(3, settings.faults().size());
  }

  @Test
  void aUrlHasAHostAndOneOfTheSchemesInAnyCase() {
    Settings settings = Settings.of(Map.of("URL", "HTTPS://voice.example.com:8443/path"));

    assertEquals(
        Optional.of(URI.create("HTTPS://voice.example.com:8443/path")),
        settings.url("URL", "https"));
    assertEquals(List.of(), settings.faults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "voice.example.com",
        "voice.example.com:443",
        "/path",
        "//voice.example.com",
        "https:///path",
        "https:voice",
        "https://under_score.example.com",
        "https://voice example.com",
        "ftp://voice.example.com",
        "http://voice.example.com"
      })
  void anythingElseIsNoUrl(String text) {
    Settings settings = Settings.of(Map.of("URL", text));

    assertEquals(Optional.empty(), settings.url("URL", "https", "wss"));
    assertEquals(List.of("URL must be a URL like https://voice.example.com"), settings.faults());
  }

  @Test
  void findsThePrefixesOfInstances() {
    Settings settings =
        Settings.of(
            Map.of(
                "TWILIO_AUTH_TOKEN", "a",
                "TWILIO_ACCOUNT_SID", "b",
                "SALES_TWILIO_AUTH_TOKEN", "c",
                "NEAR_EAST_TWILIO_AUTH_TOKEN", "d",
                "NOTTWILIO_AUTH_TOKEN", "e",
                "OLDTWILIO_TWILIO_AUTH_TOKEN", "f",
                "TWILIO", "g"));

    assertEquals(Set.of("", "SALES_", "NEAR_EAST_", "OLDTWILIO_"), settings.prefixesOf("TWILIO_"));
  }

  @Test
  void aPrefixedViewSeesItsOwnSettingsOnly() {
    Settings settings =
        Settings.of(
            Map.of(
                "TOKEN", "of all",
                "INSECURE", "true",
                "LIMIT", "5",
                "URL", "https://voice.example.com",
                "SALES_TOKEN", "of sales"));
    Settings sales = settings.prefixed("SALES_");

    assertEquals(Optional.of("of sales"), sales.text("TOKEN"));
    assertEquals(Optional.empty(), sales.flag("INSECURE"));
    assertEquals(Optional.empty(), sales.integer("LIMIT", 1, 9));
    assertEquals(Optional.empty(), sales.url("URL", "https"));
  }

  @Test
  void aSharedSettingIsTheViewsOwnOrElseThatOfAll() {
    Settings settings =
        Settings.of(Map.of("URL", "of all", "SALES_URL", "of sales", "HOST", "of all"));
    Settings sales = settings.prefixed("SALES_");

    assertEquals(Optional.of("of sales"), sales.shared("URL"));
    assertEquals(Optional.of("of all"), sales.shared("HOST"));
    assertEquals(Optional.empty(), sales.shared("PORT"));
  }

  @Test
  void viewsShareTheirFaultsAndNameThemWithTheirPrefix() {
    Settings settings = Settings.of(Map.of("TOKEN", "of all"));
    Settings sales = settings.prefixed("SALES_");

    sales.required("TOKEN");

    assertEquals(List.of("SALES_TOKEN is missing"), settings.faults());
  }

  @Test
  void aFaultOfASharedSettingNamesWhereItWasFound() {
    Settings settings = Settings.of(Map.of("URL", "bad", "SALES_HOST", "bad"));
    Settings sales = settings.prefixed("SALES_");
    sales.shared("URL");
    sales.shared("HOST");

    sales.fault("URL", "is bad");
    sales.fault("HOST", "is bad");

    assertEquals(List.of("URL is bad", "SALES_HOST is bad"), settings.faults());
  }

  @Test
  void aFaultFoundByTwoInstancesIsToldOnce() {
    Settings settings = Settings.of(Map.of("URL", "bad"));
    for (String prefix : List.of("SALES_", "OFFICE_")) {
      Settings view = settings.prefixed(prefix);
      view.shared("URL");
      view.fault("URL", "is bad");
    }

    ConfigurationException thrown =
        assertThrows(ConfigurationException.class, settings::throwFaults);

    assertEquals(List.of("URL is bad"), thrown.faults());
    assertEquals("configuration: URL is bad", thrown.getMessage());
  }

  @Test
  void theEnvironmentIsReadAsItIs() {
    Settings settings = Settings.fromEnvironment();

    System.getenv()
        .forEach(
            (name, value) ->
                assertEquals(
                    Optional.of(value.strip()).filter(text -> !text.isEmpty()),
                    settings.text(name)));
  }

  @Test
  void thePublicUrlIsThatOfTheWholeProcessUnlessTheInstanceHasItsOwn() {
    Settings settings =
        Settings.of(
            Map.of(
                "PUBLIC_URL", "https://voice.example.com/calls//",
                "SALES_PUBLIC_URL", "https://sales.example.com"));

    assertEquals(
        Optional.of(URI.create("https://voice.example.com/calls")),
        settings.prefixed("OTHER_").publicUrl());
    assertEquals(
        Optional.of(URI.create("https://sales.example.com")),
        settings.prefixed("SALES_").publicUrl());
    assertEquals(List.of(), settings.faults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "voice.example.com",
        "http://voice.example.com",
        "https://",
        "https://user@voice.example.com",
        "https://voice.example.com?call=1",
        "https://voice.example.com#call",
        "https://voice example.com"
      })
  void aPublicUrlThatCarriersCannotReachIsAFaultOfThatName(String url) {
    Settings settings = Settings.of(Map.of("PUBLIC_URL", url));

    assertEquals(Optional.empty(), settings.prefixed("SALES_").publicUrl());
    assertEquals(1, settings.faults().size());
    assertTrue(settings.faults().get(0).startsWith("PUBLIC_URL "), settings.faults()::toString);
  }
}
