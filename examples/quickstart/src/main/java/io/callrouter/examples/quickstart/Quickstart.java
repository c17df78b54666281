package io.callrouter.examples.quickstart;

import io.callrouter.CallRouter;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.codec.WavAudio;
import io.callrouter.config.ConfigurationException;
import io.callrouter.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The program: a phone in the browser, one simulated call, or real ones. */
public final class Quickstart {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int DEFAULT_PORT = 8080;
  private static final Duration LIVE_CALLS_MAY_GO_ON = Duration.ofSeconds(10);

  private Quickstart() {}

  /**
   * Runs the program. It exits with 0 if the call went well, 1 if something failed, 2 if the
   * command line or the configuration has faults.
   */
  public static void main(String[] words) throws Exception {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(words));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + Arguments.USAGE);
      System.exit(MISUSED);
      return;
    }
    if (arguments.caller() != null) {
      System.exit(call(arguments, arguments.caller()));
    }
    Settings settings = Settings.fromEnvironment();
    boolean hasAccount = Arrays.stream(Provider.values()).anyMatch(it -> isSet(it, settings));
    try {
      if (arguments.phone() || !hasAccount) {
        servePhone(arguments, settings, hasAccount);
      } else {
        takeCalls(arguments, settings);
      }
    } catch (ConfigurationException e) {
      System.err.println("The configuration has faults:");
      e.faults().forEach(fault -> System.err.println("  " + fault));
      System.exit(MISUSED);
    } catch (IOException e) {
      System.err.println("The server does not start: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static boolean isSet(Provider provider, Settings settings) {
    return !settings.prefixesOf(provider.settingsBeginning()).isEmpty();
  }

  private static int call(Arguments arguments, Path callerFile) throws Exception {
    // The call is told step by step on standard output; beside it only trouble is worth a word.
    logWarningsOnly();
    WavAudio speech;
    try {
      speech = WavAudio.read(callerFile);
      HeardAudio.requireUsable(speech);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(callerFile + " cannot be spoken: " + e.getMessage());
      return MISUSED;
    }
    SampleCall call =
        new SampleCall(arguments.providers().get(0), arguments.agent(), speech, System.out);
    return call.place(Path.of("heard.wav")) ? 0 : FAILED;
  }

  private static void servePhone(Arguments arguments, Settings settings, boolean hasAccount)
      throws Exception {
    int port = port(settings);
    settings.throwFaults();
    // The page shows all that a call is; here only trouble is worth a word.
    logWarningsOnly();
    PhoneHost phone = PhoneHost.start(port, arguments.agent(), arguments.providers().get(0));
    Runtime.getRuntime().addShutdownHook(new Thread(phone::close, "shutdown"));
    System.out.println(
        "A phone is at " + phone.page() + " for this machine: open it in a browser.");
    if (hasAccount) {
      System.out.println("No real calls are taken: the phone's carriers are simulated.");
    }
  }

  private static void takeCalls(Arguments arguments, Settings settings) throws Exception {
    if (arguments.providers().stream().noneMatch(it -> isSet(it, settings))) {
      System.err.println("the account that is set is not of that provider\n");
      System.err.println(Arguments.USAGE);
      System.exit(MISUSED);
    }
    int port = port(settings);
    CallRouter router =
        Host.callsTo(arguments.agent())
            .listener(Quickstart::tell)
            .discoverProviders(settings)
            .build();
    Host host = Host.start(router, port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(host), "shutdown"));
    System.out.println(
        "Taking calls on port " + port + ", state at http://localhost:" + port + "/health");
  }

  private static void logWarningsOnly() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
  }

  private static int port(Settings settings) {
    return settings.integer("PORT", 1, 65535).orElse(DEFAULT_PORT);
  }

  private static void tell(Call call, CallEvent event) {
    if (event.kind() == CallEvent.Kind.RECORD) {
      System.out.println(call.timeline());
    }
  }

  private static void drain(Host host) {
    host.router().close(LIVE_CALLS_MAY_GO_ON);
    host.close();
  }
}
