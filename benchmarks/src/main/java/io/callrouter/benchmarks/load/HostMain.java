package io.callrouter.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process under test: a server that answers questions about itself on its standard input, a
 * line each.
 */
public final class HostMain {
  private static final String COUNT = "count ";
  private static final String CLOSE = "close ";

  private final Server server;

  private HostMain(Server server) {
    this.server = server;
  }

  /** Starts the server of that kind and serves until it is told to quit. */
  public static void main(String[] words) throws Exception {
    Server server =
        switch (words[0]) {
          case "callrouter" -> RouterServer.create(Integer.parseInt(words[1]), InlineJetty::with);
          case "callrouter_by_jakarta" ->
              RouterServer.create(Integer.parseInt(words[1]), InlineJetty::withJakartaSockets);
          case "jakarta" -> new BareServer();
          case "agent" ->
              new AgentServer(Integer.parseInt(words[1]), URI.create(words[2]), words[3]);
          case "model" -> new ModelService();
          default -> throw new IllegalArgumentException("no kind of server: " + words[0]);
        };
    System.out.println(server.start());
    if (new HostMain(server).answerAll()) {
      System.exit(0);
    }
  }

  /**
   * Answers until nothing more is asked, or the server was closed.
   *
   * @return whether it still runs; a server that was closed leaves nothing that keeps a JVM alive
   */
  private boolean answerAll() throws Exception {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(answer(line));
      if (line.startsWith(CLOSE)) {
        return false;
      }
    }
    return true;
  }

  private String answer(String question) throws Exception {
    if (question.startsWith(COUNT)) {
      return Long.toString(server.count(question.substring(COUNT.length())));
    }
    if (question.startsWith(CLOSE)) {
      int seconds = Integer.parseInt(question.substring(CLOSE.length()));
      return server.close(Duration.ofSeconds(seconds));
    }
    return switch (question) {
      case "cpu" -> Long.toString(cpuNanos());
      case "heap" -> Long.toString(liveHeapBytes());
      case "compiled" -> Long.toString(compilerMs());
      case "pauses" -> Long.toString(collectorMs());
      case "clear" -> {
        server.latencies().clear();
        server.answers().clear();
        yield "";
      }
      case "latencies" -> server.latencies().times().encode();
      case "answers" -> server.answers().times().encode();
      case "threads" -> Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount());
      case "counters" -> server.counters();
      default -> throw new IllegalArgumentException("no such question: " + question);
    };
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long liveHeapBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long compilerMs() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private static long collectorMs() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
