package io.callrouter.filestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed loses nothing that a call of the store has returned for. */
class KilledProcessTest {
  private static final long SEED = 20_260_101;
  private static final int KILLS = 4;
  private static final int THREADS = 3;

  private final Map<String, Integer> told = new HashMap<>();
  @TempDir private Path directory;

  @Test
  @Timeout(60)
  void everythingThatWasToldAsWrittenIsThereAfterAKill() throws Exception {
    Path path = directory.resolve("calls");
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      writeUntilKilled(path, THREADS + random.nextInt(300));
      assertNothingIsLost(path, "seed " + SEED + ", kill " + kill);
    }
  }

  private void writeUntilKilled(Path path, int lines) throws Exception {
    try (WriterProcess process = WriterProcess.start(path, THREADS)) {
      int read = 0;
      for (String line = process.next(); line != null; line = process.next()) {
        // The last line may have been cut short by the kill.
        if (line.endsWith(".")) {
          int space = line.indexOf(' ');
          String count = line.substring(space + 1, line.length() - 1);
          told.put(line.substring(0, space), Integer.valueOf(count));
        }
        read++;
        if (read == lines) {
          process.kill();
        }
      }
      assertTrue(read >= lines, "the process ended by itself after " + read + " lines");
    }
  }

  private void assertNothingIsLost(Path path, String when) {
    try (Store store = FileStore.open(path, InstantSource.system())) {
      told.replaceAll(
          (thread, count) -> {
            byte[] last = store.get(thread);
            assertNotNull(last, when);
            int written = WriterProcess.countOf(last);
            // A call may have written when it was killed, before it could say so.
            assertTrue(written == count || written == count + 1, when + ": " + written);
            for (int i = Math.max(1, count - 198); i <= count; i++) {
              assertArrayEquals(WriterProcess.value(i), store.get(thread + "/" + i), when);
            }
            return written;
          });
    }
  }
}
