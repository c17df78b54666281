package io.callrouter.benchmarks.load;

/** A {@link BareEcho} in the same Jetty. */
final class BareServer implements Server {
  private final InlineJetty jetty = InlineJetty.with(BareEcho.config());
  private final Histogram latencies = new Histogram();

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
  public String close() throws Exception {
    jetty.stop();
    return "closed";
  }
}
