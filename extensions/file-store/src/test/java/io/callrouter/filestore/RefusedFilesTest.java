package io.callrouter.filestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be opened: the exception names them and says what to do. */
class RefusedFilesTest {
  private static final Duration LIFE = Duration.ofHours(1);

  private final ManualTimekeeper time = Timekeeper.manual();
  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void nameFile() {
    path = directory.resolve("calls");
  }

  @Test
  void aSecondStoreOfThisProcessIsRefused() {
    try (Store store = FileStore.open(path, time::now)) {
      assertRefused("it is open already, in another process or in this one");

      assertTrue(store.putIfAbsent("key", new byte[1], LIFE));
    }
  }

  @Test
  void aSecondStoreOfAnotherProcessIsRefused() throws Exception {
    try (Store store = FileStore.open(path, time::now);
        WriterProcess other = WriterProcess.start(path, 0)) {
      assertEquals(
          "refused: file store "
              + path
              + ": it is open already, in another process or in this one. End the other, or name"
              + " another file: each serves one store",
          other.next());
      assertTrue(store.putIfAbsent("key", new byte[1], LIFE));
    }
  }

  @Test
  void aFileThatIsNoStoreIsRefusedAndLeftAsItIs() throws Exception {
    byte[] text = "not a store\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    Files.write(path, text);

    assertRefused("it is damaged or no file of this store");

    assertArrayEquals(text, Files.readAllBytes(path));
  }

  @Test
  void aShortFileIsRefused() throws Exception {
    Files.write(path, new byte[100]);

    assertRefused("it is damaged or no file of this store");
  }

  @Test
  void aFileWhoseContentIsOverwrittenIsRefusedAndLeftAsItIs() throws Exception {
    try (Store store = FileStore.open(path, time::now)) {
      for (int i = 0; i < 50; i++) {
        store.putIfAbsent("key" + i, new byte[4096], LIFE);
      }
    }
    byte[] bytes = Files.readAllBytes(path);
    byte[] noise = new byte[bytes.length - 8192];
    new Random(42).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, 8192, noise.length);
    Files.write(path, bytes);

    assertRefused("it is damaged or no file of this store");

    assertArrayEquals(bytes, Files.readAllBytes(path));
  }

  @Test
  void aFileOfAnotherProgramIsRefused() {
    try (MVStore other = MVStore.open(path.toString())) {
      other.openMap("table").put("key", "value");
    }

    assertRefused("it is damaged or no file of this store");
  }

  @Test
  void aFileOfANewerVersionIsRefused() {
    FileStore.open(path, time::now).close();
    try (MVStore newer = MVStore.open(path.toString())) {
      newer.setStoreVersion(2);
    }

    assertRefused("it was written by a newer version");
  }

  @Test
  void aFileOfANewerFormatOfTheLibraryIsRefused() throws Exception {
    FileStore.open(path, time::now).close();
    byte[] bytes = Files.readAllBytes(path);
    for (int block = 0; block < 8192; block += 4096) {
      String header = new String(bytes, block, 4096, StandardCharsets.ISO_8859_1);
      String fields =
          header.substring(0, header.indexOf(",fletcher:")).replace("format:3", "format:9");
      byte[] changed = fields.getBytes(StandardCharsets.ISO_8859_1);
      String checksum = Integer.toHexString(DataUtils.getFletcher32(changed, 0, changed.length));
      byte[] whole =
          (fields + ",fletcher:" + checksum + "\n").getBytes(StandardCharsets.ISO_8859_1);
      Arrays.fill(bytes, block, block + 4096, (byte) 0);
      System.arraycopy(whole, 0, bytes, block, whole.length);
    }
    Files.write(path, bytes);

    assertRefused("it was written by a newer version");
  }

  @Test
  void aDirectoryIsRefused() {
    path = directory;

    assertRefused("it cannot be read or written");
  }

  @Test
  void aFileInADirectoryThatIsNotThereIsRefused() {
    path = directory.resolve("missing").resolve("calls");

    assertRefused("there is no directory " + directory.resolve("missing"));
  }

  private void assertRefused(String reason) {
    StoreException refusal =
        assertThrows(StoreException.class, () -> FileStore.open(path, time::now));
    assertTrue(
        refusal.getMessage().startsWith("file store " + path + ": " + reason),
        refusal.getMessage());
  }
}
