package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {
  enum Room {
    SINGLE,
    DOUBLE
  }

  record Guest(String name, @Nullable Integer age) {}

  record Booking(
      @Describe("where to") String city,
      int nights,
      boolean breakfast,
      LocalDate from,
      Room room,
      List<Guest> guests,
      Optional<Double> highestPrice,
      @Nullable Guest contact) {
    Booking {
      if (nights < 1) {
        throw new IllegalArgumentException("nobody stays for " + nights + " nights");
      }
    }
  }

  record Times(
      LocalTime at,
      LocalDateTime when,
      OffsetDateTime exact,
      Instant instant,
      Duration length,
      UUID id,
      URI link,
      long count,
      BigDecimal price) {}

  record Endless(List<Endless> more) {}

  record Vague(Object anything) {}

  record Unread(Map<String, String> map) {}

  private static final String WHOLE =
      """
      {"city": "Rome", "nights": 2, "breakfast": true, "from": "2026-03-01", "room": "DOUBLE",
       "guests": [{"name": "Ann", "age": 40}, {"name": "Bob"}]}""";

  private static JsonNode schemaOf(Class<? extends Record> type) throws Exception {
    Tool tool = Tool.of("tool", "A tool.", type, (arguments, context) -> null);
    return new ObjectMapper().readTree(tool.definition().toString()).path("parameters");
  }

  private static Object read(Class<?> type, String json) throws BadArgumentsException {
    return RecordType.of(type).read(ToolJson.arguments(json), "");
  }

  private static String refusal(String json) {
    return String.valueOf(
        assertThrows(BadArgumentsException.class, () -> read(Booking.class, json)).getMessage());
  }

  @Test
  void theSchemaSaysWhatTheRecordDoes() throws Exception {
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"type": "object",
                 "properties": {
                   "city": {"type": "string", "description": "where to"},
                   "nights": {"type": "integer"},
                   "breakfast": {"type": "boolean"},
                   "from": {"type": "string", "format": "date"},
                   "room": {"type": "string", "enum": ["SINGLE", "DOUBLE"]},
                   "guests": {"type": "array", "items": {
                     "type": "object",
                     "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
                     "required": ["name"],
                     "additionalProperties": false}},
                   "highestPrice": {"type": "number"},
                   "contact": {
                     "type": "object",
                     "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
                     "required": ["name"],
                     "additionalProperties": false}},
                 "required": ["city", "nights", "breakfast", "from", "room", "guests"],
                 "additionalProperties": false}""");
    assertEquals(expected, schemaOf(Booking.class));
  }

  @Test
  void whatFitsTheSchemaIsRead() throws Exception {
    assertEquals(
        new Booking(
            "Rome",
            2,
            true,
            LocalDate.of(2026, 3, 1),
            Room.DOUBLE,
            List.of(new Guest("Ann", 40), new Guest("Bob", null)),
            Optional.empty(),
            null),
        read(Booking.class, WHOLE));
    Booking priced =
        (Booking)
            read(
                Booking.class,
                WHOLE
                    .replace("\"nights\": 2", "\"nights\": 2.0, \"highestPrice\": 80")
                    .replace("\"age\": 40", "\"age\": null"));
    assertEquals(Optional.of(80.0), priced.highestPrice());
    assertEquals(new Guest("Ann", null), priced.guests().get(0));
  }

  @Test
  void datesAndTimesAreReadAsTheSchemaSays() throws Exception {
    String json =
        """
        {"at": "18:30", "when": "2026-03-01T18:30", "exact": "2026-03-01T18:30:00+01:00",
         "instant": "2026-03-01T17:30:00Z", "length": "PT90M",
         "id": "123e4567-e89b-12d3-a456-426614174000", "link": "https://example.org/a",
         "count": 9007199254740993, "price": 19.99}""";
    assertEquals(
        new Times(
            LocalTime.of(18, 30),
            LocalDateTime.of(2026, 3, 1, 18, 30),
            OffsetDateTime.parse("2026-03-01T18:30:00+01:00"),
            Instant.parse("2026-03-01T17:30:00Z"),
            Duration.ofMinutes(90),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
            URI.create("https://example.org/a"),
            9007199254740993L,
            new BigDecimal("19.99")),
        read(Times.class, json));
    JsonNode properties = schemaOf(Times.class).path("properties");
    assertEquals("date-time", properties.at("/exact/format").asText());
    assertTrue("18:30".matches(properties.at("/at/pattern").asText()));
    assertTrue("2026-03-01T18:30".matches(properties.at("/when/pattern").asText()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"city\": \"Rome\",                |                               | city is missing",
        "\"city\": \"Rome\"                 | \"city\": 7                   | city: a text is needed, not 7",
        "\"city\": \"Rome\"                 | \"city\": null                | city: a text is needed, not null",
        "\"nights\": 2                      | \"nights\": 2.5               | nights: a whole number of 32 bits is needed, not 2.5",
        "\"nights\": 2                      | \"nights\": 3000000000        | nights: a whole number of 32 bits is needed, not 3000000000",
        "\"nights\": 2                      | \"nights\": \"2\"             | nights: a whole number of 32 bits is needed, not \"2\"",
        "\"nights\": 2                      | \"nights\": 0                 | the arguments: nobody stays for 0 nights",
        "\"breakfast\": true                | \"breakfast\": \"yes\"        | breakfast: true or false is needed, not \"yes\"",
        "2026-03-01                         | 2026-13-01                    | from: a date such as 2026-03-01 is needed, not \"2026-13-01\"",
        "\"DOUBLE\"                         | \"SUITE\"                     | room: one of SINGLE, DOUBLE is needed, not \"SUITE\"",
        "{\"name\": \"Bob\"}                | {\"nam\": \"Bob\"}            | guests[1].nam is not known",
        "{\"name\": \"Bob\"}                | {}                            | guests[1].name is missing",
        "{\"name\": \"Bob\"}                | 5                             | guests[1]: an object is needed, not 5",
        "\"age\": 40                        | \"age\": true                 | guests[0].age: a whole number of 32 bits is needed, not true",
        "\"nights\": 2                      | \"nights\": 2, \"stars\": 5   | stars is not known"
      })
  void whatDoesNotFitIsNamedByItsPlace(String from, @Nullable String to, String refusal) {
    assertEquals(refusal, refusal(WHOLE.replace(from, to == null ? "" : to)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"city\": \"Ro", "[1]", "7", "null", "{} {}", "{\"a\":1,\"a\":2}", "x"})
  void whatIsNoJsonObjectIsRefused(String json) {
    assertTrue(refusal(json).startsWith("the arguments are no JSON"), refusal(json));
  }

  @Test
  void argumentsOfAnySizeOrDepthAreRefusedAtOnce() {
    String deep = "{\"city\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertTrue(refusal(deep).startsWith("the arguments are no JSON"), refusal(deep));
    String huge = "{\"city\":\"" + "x".repeat(70_000) + "\"}";
    assertEquals("the arguments are longer than 65536 characters", refusal(huge));
  }

  @ParameterizedTest
  @ValueSource(classes = {Endless.class, Vague.class, Unread.class})
  void aRecordThatTheModelCannotBeToldOfIsRefusedWhenTheToolIsMade(Class<? extends Record> type) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> schemaOf(type)).getMessage());
    assertTrue(message.startsWith(type.getSimpleName() + "."), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "get.x",
        "x1234567890123456789012345678901234567890123456789012345678901234"
      })
  void aNameThatTheServiceDoesNotTakeIsRefused(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Tool.ofSchema(name, "", "{\"type\":\"object\"}", (json, context) -> null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"type\":\"string\"}"})
  void aSchemaThatIsNoneIsRefused(String schema) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Tool.ofSchema("tool", "", schema, (json, context) -> null));
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    Tool tool = PhoneTools.hangUp();
    assertThrows(
        IllegalArgumentException.class, () -> AgentConfig.builder("key").tools(tool, tool));
  }

  @Test
  void resultsAreWrittenAsTheModelReadsThem() {
    assertEquals("{\"done\":true}", ToolJson.result(null));
    assertEquals("as it is", ToolJson.result("as it is"));
    assertEquals("{\"name\":\"Ann\",\"age\":null}", ToolJson.result(new Guest("Ann", null)));
    assertEquals(
        "[\"2026-03-01\",\"PT1H30M\",null]",
        ToolJson.result(
            List.of(LocalDate.of(2026, 3, 1), Duration.ofMinutes(90), Optional.empty())));
    assertThrows(IllegalArgumentException.class, () -> ToolJson.result(new Object()));
  }
}
