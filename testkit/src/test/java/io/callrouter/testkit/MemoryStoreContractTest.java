package io.callrouter.testkit;

import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;

class MemoryStoreContractTest extends StoreContract {
  private final ManualTimekeeper time = Timekeeper.manual();

  @Override
  protected Store open() {
    return Store.inMemory(time::now);
  }

  @Override
  protected void pass(Duration duration) {
    time.advance(duration);
  }
}
