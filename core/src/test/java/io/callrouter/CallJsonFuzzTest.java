package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.call.StoreException;
import io.callrouter.spi.CarrierEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store that others write to may hold under the keys of calls. */
class CallJsonFuzzTest {
  /** The names of our own types and fields, and nothing of what is stored. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "the store holds a \\w+ that this version cannot read: \\w+([ A-Za-z\\[\\]])*");

  static Stream<byte[]> calls() {
    return Arrays.stream(CallJsonTest.actions()).map(CallJsonTest::value).map(CallJson::write);
  }

  @MethodSource("calls")
  @FuzzTest
  void everyValueIsACallOrAStoreException(byte[] stored) {
    assertReadOrRefused(stored, CallValue.class);
  }

  static Stream<byte[]> ends() {
    return Stream.of(
            "{\"cause\":\"BUSY\",\"carrierCode\":\"busy\",\"sipStatus\":486,"
                + "\"at\":\"2026-01-01T12:00:09Z\",\"duration\":\"PT1.5S\"}",
            "{\"cause\":\"COMPLETED\",\"carrierCode\":\"\"}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("ends")
  @FuzzTest
  void everyEarlyEndIsReadOrAStoreException(byte[] stored) {
    assertReadOrRefused(stored, CarrierEvent.Ended.class);
  }

  static Stream<byte[]> notices() {
    return Stream.of(
            "{\"id\":\"abcdefgh\",\"ended\":false,\"flow\":\"office\","
                + "\"due\":\"2026-01-01T12:00:09Z\"}",
            "{\"id\":\"abcdefgh\",\"ended\":true,\"flow\":\"office\",\"due\":null}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("notices")
  @FuzzTest
  void everyNoticeOfAnotherNodeIsReadOrAStoreException(byte[] told) {
    assertReadOrRefused(told, CallBook.Notice.class);
  }

  /** What is read is written, and read again as the same. */
  private static <T> void assertReadOrRefused(byte[] stored, Class<T> type) {
    T value;
    try {
      value = CallJson.read(stored, type);
    } catch (StoreException e) {
      String message = e.getMessage();
      assertTrue(MESSAGE.matcher(message).matches(), message);
      return;
    }
    assertEquals(value, CallJson.read(CallJson.write(value), type));
  }
}
