package io.callrouter.benchmarks.load;

import java.time.Duration;

/** A {@link BareEcho} in the same Jetty. */
final class BareServer implements Server {
  private final Histogram latencies = new Histogram();
  private final InlineJetty jetty = InlineJetty.with(BareEcho.config(latencies));

  @Override
  public int start() throws Exception {
    return jetty.start();
  }

  @Override
  public Histogram latencies() {
    return latencies;
  }

  @Override
  public String counters() {
    return "";
  }

  @Override
  public long count(String counter) {
    return 0;
  }

  @Override
  public String close(Duration deadline) throws Exception {
    jetty.stop();
    return "closed";
  }
}
