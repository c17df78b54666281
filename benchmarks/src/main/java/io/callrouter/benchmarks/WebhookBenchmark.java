package io.callrouter.benchmarks;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.filestore.FileStore;
import io.callrouter.spi.Store;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A webhook from the signed request to the answer, without a server: the average over the four of a
 * small call (it comes in, a key, the next question, its end). A record follows each. In a file all
 * that a webhook changes is forced to the disk before it is answered.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the method for setup first.
public class WebhookBenchmark {
  private static final int WEBHOOKS = 4;
  private static final byte[] SECRET = new byte[32];
  private static final Pattern NEXT =
      Pattern.compile("(?:action=\"|<Redirect[^>]*>)https://[^/]+([^\"<]+)");

  @Param({"file", "memory"})
  private String kept = "file";

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final AtomicInteger calls = new AtomicInteger();
  private Path directory;
  private Store store;
  private CallRouter router;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("callrouter-webhook");
    store =
        kept.equals("file")
            ? FileStore.open(directory.resolve("calls"), time::now)
            : Store.inMemory(time::now);
    router =
        CallRouter.builder()
            .timekeeper(time)
            .store(store)
            .tokenSecret(SECRET)
            .discoverProviders(Settings.of(twilio.settings()))
            .limits(Limits.defaults().with(TimeLimit.SETTLE_AFTER_FINAL, Duration.ofMillis(1)))
            .recordSink("crm", record -> {})
            .route(
                "menu",
                Match.any(),
                flow -> {
                  String key = flow.run(Action.gather("Press a key.").digits(1)).digits();
                  flow.run(Action.say("You pressed " + key + "."));
                })
            .build();
  }

  @TearDown
  public void close() throws IOException {
    router.close();
    store.close();
    time.close();
    Files.deleteIfExists(directory.resolve("calls"));
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(WEBHOOKS)
  public int webhook() {
    return call();
  }

  @Benchmark
  @Threads(8)
  @OperationsPerInvocation(WEBHOOKS)
  public int webhookOfEight() {
    return call();
  }

  private int call() {
    Map<String, String> call = new TreeMap<>();
    call.put("CallSid", String.format("CA%032x", calls.incrementAndGet()));
    call.put("AccountSid", String.valueOf(twilio.settings().get("TWILIO_ACCOUNT_SID")));
    call.put("Direction", "inbound");
    call.put("From", "+14155550177");
    call.put("To", "+14155550100");
    String menu = post("/incoming-call", call, "ringing");
    call.put("Digits", "4");
    String said = post(next(menu), call, "in-progress");
    call.remove("Digits");
    String bye = post(next(said), call, "in-progress");
    return bye.length() + post("/call-status", call, "completed").length();
  }

  private static String next(String document) {
    Matcher matcher = NEXT.matcher(document);
    if (!matcher.find()) {
      throw new IllegalStateException("nothing to go on with: " + document);
    }
    return matcher.group(1).strip();
  }

  private String post(String path, Map<String, String> call, String status) {
    call.put("CallStatus", status);
    WebResponse answer = router.web().handle(twilio.signed("POST", path, call));
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException(path + ": " + answer.status());
    }
    return answer.text();
  }
}
