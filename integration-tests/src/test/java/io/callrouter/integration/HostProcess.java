package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.filestore.FileStore;
import io.callrouter.media.Endpoints;
import io.callrouter.spi.Store;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A host of the router in a JVM of its own, with its calls in a file. It says what happens in lines
 * on its standard output, and its health for each line that it is given.
 */
final class HostProcess implements AutoCloseable {
  /** What the host does in the life that is going to be killed. */
  static final String UNFINISHED = "unfinished";

  private static final byte[] SECRET = "the same in every life".getBytes(UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> others = new ArrayList<>(); // read, but not asked for yet
  private final URI address;

  private HostProcess(Process process) throws InterruptedException {
    this.process = process;
    Thread reader = new Thread(this::read, "host-output");
    reader.setDaemon(true);
    reader.start();
    address = URI.create(next("ready "));
  }

  static HostProcess start(Path store, String mode) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HostProcess.class.getName(),
            store.toString(),
            mode);
    return new HostProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private void read() {
    process.inputReader(UTF_8).lines().forEach(lines::add);
  }

  URI address() {
    return address;
  }

  /** The first line that begins so and was not asked for yet, without its beginning. */
  String next(String beginning) throws InterruptedException {
    Optional<String> known = others.stream().filter(line -> line.startsWith(beginning)).findFirst();
    if (known.isPresent()) {
      others.remove(known.get());
      return known.get().substring(beginning.length());
    }
    while (true) {
      String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError("the host did not say '" + beginning + "', only " + others);
      }
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
      others.add(line);
    }
  }

  /** How many calls it has taken over, how many are live, and how many are not done with. */
  String health() throws IOException, InterruptedException {
    process.outputWriter(UTF_8).append("health\n").flush();
    return next("health ");
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws Exception {
    Timekeeper time = Timekeeper.system();
    boolean unfinished = args[1].equals(UNFINISHED);
    Store store = FileStore.open(Path.of(args[0]), time::now);
    CallRouter router =
        CallRouter.builder()
            .timekeeper(time)
            .store(store)
            .tokenSecret(SECRET)
            .limits(Limits.defaults().with(TimeLimit.SETTLE_WITHOUT_FINAL, Duration.ofSeconds(2)))
            .discoverProviders(Settings.of(SimulatedTwilio.create(time).settings()))
            .endpoint("echo", context -> Endpoints.echo())
            .recordSink("crm", record -> take(record, unfinished))
            .route("menu", Match.to(RetryingCarrier.MENU), HostProcess::menu)
            .route("talk", Match.to(RetryingCarrier.TALK), HostProcess::talk)
            .route("slow", Match.to(RetryingCarrier.SLOW), flow -> slow(flow, time, unfinished))
            .build();
    say("ready " + JettyHost.start(router.web()).address());
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (asked.readLine() != null) {
      long adopted = router.health().adoptedCalls();
      int unfinishedCalls = store.list("live/").size();
      say("health " + adopted + " " + router.activeCalls() + " " + unfinishedCalls);
    }
  }

  private static void menu(Flow flow) {
    String key = flow.run(Action.gather("Press a key.").digits(1)).digits();
    flow.run(Action.say("You pressed " + key + "."));
  }

  private static void talk(Flow flow) {
    String how = flow.run(Action.connect("echo")).kind().name();
    flow.run(Action.say("The talk " + how + "."));
  }

  private static void slow(Flow flow, Timekeeper time, boolean unfinished) {
    flow.run(Action.say(flow.once("look-up", () -> lookUp(flow, time, unfinished))));
  }

  private static String lookUp(Flow flow, Timekeeper time, boolean unfinished) {
    if (unfinished) {
      say("looking up " + flow.call().carrierId());
      try {
        time.await(new CompletableFuture<@Nullable Void>(), Duration.ofMinutes(1));
      } catch (TimeoutException | InterruptedException e) {
        // It is killed before.
      }
    }
    return "Found.";
  }

  /** All that a sink sees of a record, so that two deliveries can be compared. */
  private static void take(CallRecord record, boolean unfinished) throws IOException {
    String text = record.call().id() + " " + record.call().carrierId() + " " + record;
    say("offered " + text + record.call().arrivedAt() + record.call().from());
    if (unfinished) {
      throw new IOException("the CRM is down");
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
