package io.callrouter.filestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store in a file promises beyond the contract of every store. */
class FileStoreTest {
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final ManualTimekeeper time = Timekeeper.manual();
  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void nameFile() {
    path = directory.resolve("calls");
  }

  @Test
  void whatHasNotExpiredIsThereAgainAfterReopening() {
    try (Store store = open()) {
      store.putIfAbsent("put", bytes("one"), LIFE.plusNanos(1));
      store.putIfAbsent("replaced", bytes("old"), LIFE);
      store.compareAndSet("replaced", bytes("old"), bytes("two"), LIFE.plusNanos(1));
      store.putIfAbsent("empty", new byte[0], LIFE.plusNanos(1));
      store.putIfAbsent("removed", bytes("three"), LIFE.plusNanos(1));
      store.remove("removed");
      store.putIfAbsent("expired", bytes("four"), LIFE);
    }
    time.advance(LIFE);

    try (Store store = open()) {
      assertEquals(Set.of("put", "replaced", "empty"), store.list("").keySet());
      assertArrayEquals(bytes("one"), store.get("put"));
      assertArrayEquals(bytes("two"), store.get("replaced"));
      assertArrayEquals(new byte[0], store.get("empty"));

      time.advance(Duration.ofNanos(1));
      assertEquals(Set.of(), store.list("").keySet());
    }
  }

  @Test
  void onlyItsOwnerCanReadANewFile() throws Exception {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    open().close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    open().close();
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void whatHasExpiredIsDroppedFromTheFileOnReopening() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 20; i++) {
        store.putIfAbsent("key" + i, new byte[100_000], LIFE);
      }
    }
    assertTrue(Files.size(path) > 2_000_000);
    time.advance(LIFE);

    try (Store store = open()) {
      for (int i = 0; i < 5; i++) {
        store.putIfAbsent("key" + i, bytes("value"), LIFE);
      }
    }

    assertTrue(Files.size(path) < 200_000, () -> path.toFile().length() + " bytes");
  }

  @Test
  void anInterruptedThreadGetsItsAnswerAndKeepsItsFlag() {
    try (Store store = open()) {
      Thread.currentThread().interrupt();

      assertTrue(store.putIfAbsent("key", bytes("value"), LIFE));
      assertArrayEquals(bytes("value"), store.get("key"));

      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aFailedWriteIsToldAndTheNextCallFindsAllThatWasWrittenBefore() {
    AtomicBoolean fail = new AtomicBoolean();
    // An interrupt on the thread that uses it closes a file channel.
    Store store =
        FileStore.open(
            path,
            () -> {
              if (fail.get() && Thread.currentThread().getName().equals("callrouter-file-store")) {
                Thread.currentThread().interrupt();
              }
              return time.now();
            });
    store.putIfAbsent("before", bytes("value"), LIFE);

    fail.set(true);
    StoreException told =
        assertThrows(StoreException.class, () -> store.putIfAbsent("during", bytes("value"), LIFE));
    fail.set(false);

    assertTrue(told.getMessage().contains(path.toString()), told.getMessage());
    assertArrayEquals(bytes("value"), store.get("before"));
    assertTrue(store.putIfAbsent("after", bytes("value"), LIFE));
    store.close();
    try (Store reopened = open()) {
      assertTrue(reopened.list("").keySet().containsAll(Set.of("before", "after")));
    }
  }

  @Test
  void aClosedStoreSaysSoAndMayBeClosedAgain() {
    Store store = open();
    store.close();
    store.close();

    StoreException told = assertThrows(StoreException.class, () -> store.get("key"));

    assertEquals("file store " + path + ": it is closed", told.getMessage());
  }

  @Test
  void aLifeBeyondAllTimeIsRefusedAndHarmsNobody() {
    try (Store store = open()) {
      assertThrows(
          ArithmeticException.class,
          () -> store.putIfAbsent("key", bytes("value"), Duration.ofSeconds(Long.MAX_VALUE)));

      assertNull(store.get("key"));
    }
  }

  private Store open() {
    return FileStore.open(path, time::now);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
