package io.callrouter.filestore;

import io.callrouter.spi.Store;
import io.callrouter.testkit.StoreContract;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class FileStoreContractTest extends StoreContract {
  private final ManualTimekeeper time = Timekeeper.manual();
  @TempDir private Path directory;

  @Override
  protected Store open() {
    return FileStore.open(directory.resolve("calls"), time::now);
  }

  @Override
  protected void pass(Duration duration) {
    time.advance(duration);
  }
}
