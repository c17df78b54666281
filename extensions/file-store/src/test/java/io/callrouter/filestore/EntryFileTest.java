package io.callrouter.filestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file's size over a long time, without a thread and with few commits. */
class EntryFileTest {
  private static final int LIVE = 100;
  private static final int VALUE_BYTES = 2048;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Random random = new Random(42);
  @TempDir private Path directory;

  @Test
  void theFileDoesNotGrowWhileValuesComeAndExpire() throws Exception {
    Path path = directory.resolve("calls");
    EntryFile file = EntryFile.open(path, time::now);
    byte[] lasting = value();
    file.putIfAbsent("lasting", entry(lasting, Duration.ofDays(1)));

    long early = sizeAfter(100, file, path);
    long late = sizeAfter(400, file, path);

    assertEquals(LIVE + 1, file.list("").size());
    assertArrayEquals(lasting, file.get("lasting"));
    assertTrue(late <= early * 3 / 2, early + " bytes, then " + late);
    assertTrue(late < 10L * LIVE * VALUE_BYTES, late + " bytes");
    file.close();
  }

  /** Each commit adds five values, after which as many expire. */
  private long sizeAfter(int commits, EntryFile file, Path path) throws Exception {
    for (int commit = 0; commit < commits; commit++) {
      for (int i = 0; i < 5; i++) {
        time.advance(Duration.ofSeconds(1));
        String key = "call" + random.nextLong();
        byte[] first = value();
        file.putIfAbsent(key, entry(first, Duration.ofSeconds(LIVE)));
        file.compareAndSet(key, first, entry(value(), Duration.ofSeconds(LIVE)));
      }
      file.commit();
    }
    return Files.size(path);
  }

  private Entry entry(byte[] value, Duration life) {
    return new Entry(time.now().plus(life), value);
  }

  private byte[] value() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return value;
  }
}
