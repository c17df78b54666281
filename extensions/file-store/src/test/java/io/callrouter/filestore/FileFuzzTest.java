package io.callrouter.filestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and entries of any bytes, beginning with whole ones. */
class FileFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LIFE = Duration.ofHours(1);
  private static final EntryType TYPE = new EntryType();

  static Stream<byte[]> files() throws IOException {
    Path directory = Files.createTempDirectory("callrouter");
    Path path = directory.resolve("calls");
    try (Store store = FileStore.open(path, () -> NOW)) {
      for (int i = 0; i < 5; i++) {
        store.putIfAbsent("call/" + i, new byte[20 * i], LIFE);
      }
    }
    byte[] file = Files.readAllBytes(path);
    Files.delete(path);
    Files.delete(directory);
    return Stream.of(file);
  }

  @MethodSource("files")
  @FuzzTest
  void everyFileIsAStoreOrAStoreExceptionThatNamesIt(byte[] input) throws IOException {
    Path directory = Files.createTempDirectory("callrouter");
    Path path = directory.resolve("calls");
    try {
      Files.write(path, input);
      try (Store store = FileStore.open(path, () -> NOW)) {
        store.list("").values().forEach(value -> assertTrue(value.length <= input.length));
        assertTrue(store.putIfAbsent("new", new byte[] {1}, LIFE));
        assertArrayEquals(new byte[] {1}, store.get("new"));
      } catch (StoreException e) {
        assertTrue(e.getMessage().startsWith("file store " + path + ": "), e.getMessage());
      }
    } finally {
      Files.deleteIfExists(path);
      Files.delete(directory);
    }
  }

  static Stream<byte[]> entries() {
    WriteBuffer out = new WriteBuffer();
    TYPE.write(out, new Entry(NOW, new byte[] {1, 2, 3}));
    ByteBuffer written = out.getBuffer().flip();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return Stream.of(bytes);
  }

  /** What opening a file makes of a runtime exception is its own. */
  @MethodSource("entries")
  @FuzzTest
  void anEntryIsReadAsItIsWrittenOrRefused(byte[] input) {
    Entry entry;
    try {
      entry = TYPE.read(ByteBuffer.wrap(input));
    } catch (RuntimeException e) {
      return;
    }
    assertTrue(entry.value().length <= input.length);
    WriteBuffer out = new WriteBuffer();
    TYPE.write(out, entry);
    Entry again = TYPE.read(out.getBuffer().flip());
    assertEquals(entry.expiresAt(), again.expiresAt());
    assertArrayEquals(entry.value(), again.value());
  }
}
