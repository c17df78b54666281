package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments of any text, as a model may write them. */
class ToolArgumentsFuzzTest {
  enum Kind {
    ONE,
    OTHER
  }

  record Part(String name, @Nullable Integer count) {}

  record Whole(
      String text,
      long number,
      double real,
      boolean flag,
      Kind kind,
      List<Part> parts,
      Optional<LocalDate> date,
      @Nullable LocalDateTime time,
      @Nullable Instant instant,
      @Nullable Duration length) {}

  private static final RecordType TYPE = RecordType.of(Whole.class);

  static Stream<byte[]> written() {
    return Stream.of(
            "{\"text\":\"a\\u00e9\",\"number\":1,\"real\":1.5e3,\"flag\":true,\"kind\":\"ONE\","
                + "\"parts\":[{\"name\":\"x\",\"count\":2},{\"name\":\"y\"}],"
                + "\"date\":\"2026-03-01\",\"time\":\"2026-03-01T18:30\","
                + "\"instant\":\"2026-03-01T17:30:00Z\",\"length\":\"PT90M\"}",
            "{\"text\":\"\",\"number\":9e18,\"real\":-0.0,\"flag\":false,\"kind\":\"OTHER\","
                + "\"parts\":[],\"date\":null,\"time\":null}",
            "{\"text\":\"\",\"number\":1,\"real\":1e999,\"flag\":false,\"kind\":\"ONE\",\"parts\":[]}",
            "{\"parts\":[[[[[]]]]]}",
            "{} {}",
            "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("written")
  @FuzzTest
  void areReadAsTheyCanBeWrittenAgainOrRefusedWithAWord(byte[] input) throws Exception {
    Object read;
    try {
      read = TYPE.read(ToolJson.arguments(new String(input, StandardCharsets.UTF_8)), "");
    } catch (BadArgumentsException e) {
      assertFalse(String.valueOf(e.getMessage()).isBlank());
      return;
    }
    assertEquals(read, TYPE.read(ToolJson.arguments(ToolJson.write(read)), ""));
  }
}
