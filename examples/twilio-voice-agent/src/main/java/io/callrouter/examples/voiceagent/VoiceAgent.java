package io.callrouter.examples.voiceagent;

import io.callrouter.CallRouterBuilder;
import io.callrouter.config.ConfigurationException;
import io.callrouter.config.Settings;
import io.callrouter.media.Recorder;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: a front desk for real calls, or for a phone in the browser. */
public final class VoiceAgent {
  private static final Logger log = LoggerFactory.getLogger(VoiceAgent.class);
  private static final int FAILED = 1;
  private static final int MISCONFIGURED = 2;

  private VoiceAgent() {}

  /** Runs until it is told to end; exits with 2 if the configuration has faults. */
  public static void main(String[] words) throws Exception {
    Settings environment = Settings.fromEnvironment();
    try {
      DeskSettings settings = DeskSettings.read(environment);
      if (environment.prefixesOf("TWILIO_").contains("")) {
        takeCalls(settings, environment);
      } else {
        environment.throwFaults();
        servePhone(settings);
      }
    } catch (ConfigurationException e) {
      System.err.println("The configuration has faults:");
      e.faults().forEach(fault -> System.err.println("  " + fault));
      System.exit(MISCONFIGURED);
    } catch (IOException e) {
      System.err.println("The front desk does not start: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void takeCalls(DeskSettings settings, Settings environment) throws Exception {
    if (!environment.flag("TWILIO_ENABLE").orElse(false)) {
      environment.throwFaults();
      Host host = Host.start(null, null, settings.port(), context -> {});
      closeAtEnd(host::close);
      log.warn("TWILIO_ENABLE is not true: no calls are taken on port {}", settings.port());
      return;
    }
    String apiKey = environment.required("OPENAI_API_KEY").orElse("");
    Timekeeper time = Timekeeper.system();
    Experts experts = Experts.of(settings.mcpServers());
    FrontDesk desk = new FrontDesk(settings, Line.read(settings.lines()), crm(settings), time);
    Path recordings = settings.recordings();
    CallRouterBuilder router =
        desk.router(apiKey, experts.sources(), (call, event) -> {}, recordings != null)
            .discoverProviders(environment);
    if (recordings != null) {
      router.tap(FrontDesk.RECORDER, Recorder.into(recordings));
    }
    Host host = Host.start(router.build(), null, settings.port(), context -> {});
    closeAtEnd(
        () -> {
          host.drain();
          experts.close();
          time.close();
        });
    log.info("taking calls on port {}", settings.port());
  }

  private static void servePhone(DeskSettings settings) throws Exception {
    Demo demo = Demo.start(settings);
    closeAtEnd(demo::close);
    System.out.println(demo.words());
  }

  /** The CRM that is set, or files. */
  static Crm crm(DeskSettings settings) throws IOException {
    return settings.crm() == null ? FileCrm.open(settings.calls()) : new HttpCrm(settings.crm());
  }

  private static void closeAtEnd(Runnable close) {
    Runtime.getRuntime().addShutdownHook(new Thread(close, "shutdown"));
  }
}
