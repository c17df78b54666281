package io.callrouter.testkit.conformance;

import io.callrouter.spi.CarrierHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The way to the carrier, on which requests are counted; nothing is let out of the process. */
final class Traffic implements CarrierHttp {
  private final @Nullable CarrierHttp way;
  private final AtomicInteger requests = new AtomicInteger();

  Traffic(@Nullable CarrierHttp way) {
    this.way = way;
  }

  int requests() {
    return requests.get();
  }

  @Override
  public Answer send(Request request, Duration timeout) throws IOException {
    requests.incrementAndGet();
    if (way == null) {
      throw new IOException("the simulated carrier takes no requests");
    }
    return way.send(request, timeout);
  }
}
