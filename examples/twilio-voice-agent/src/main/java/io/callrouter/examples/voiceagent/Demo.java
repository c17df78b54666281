package io.callrouter.examples.voiceagent;

import io.callrouter.CallRouter;
import io.callrouter.config.Settings;
import io.callrouter.examples.phone.Answerer;
import io.callrouter.examples.phone.Phone;
import io.callrouter.testkit.openai.ModelServer;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The front desk without an account at Twilio: a simulated carrier, through which a phone in the
 * browser calls, and a simulated model where there is no key either. Only this machine reaches it.
 */
final class Demo implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String COLLEAGUE = "+14155550122";

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final @Nullable ModelServer modelServer;
  private final String apiKey;
  private final DeskSettings settings;
  private final List<Line> lines;
  private final Experts experts;
  private final Phone phone;
  private @Nullable Host host;

  private Demo(DeskSettings given) throws Exception {
    lines = Line.read(given.lines());
    String key = given.apiKey();
    if (key == null) {
      SimulatedModel model =
          SimulatedModel.create(time).answering(new DemoBrain()).speaking(new DemoVoice());
      modelServer = model.listen();
      apiKey = model.apiKey();
    } else {
      modelServer = null;
      apiKey = key;
    }
    String human = given.humanNumber() == null ? COLLEAGUE : given.humanNumber();
    settings = given.with(modelServer == null ? given.modelUrl() : modelServer.url(), human);
    experts = Experts.of(given.mcpServers());
    phone = new Phone(List.of(twilio), answerers(), time).answering(human).showConversation();
  }

  /**
   * Opens the phone.
   *
   * @throws Exception if the port cannot be had
   */
  static Demo start(DeskSettings settings) throws Exception {
    Demo demo = new Demo(settings);
    try {
      demo.open();
    } catch (Exception e) {
      demo.close();
      throw e;
    }
    return demo;
  }

  private void open() throws Exception {
    FrontDesk desk = new FrontDesk(settings, lines, VoiceAgent.crm(settings), time);
    CallRouter router =
        phone
            .prepare(
                desk.router(
                    apiKey,
                    experts.sources(),
                    (call, event) -> phone.tell(call, AgentNews.of(event)),
                    true))
            .discoverProviders(account())
            .build();
    Host started = Host.start(router, LOOPBACK, settings.port(), phone::install);
    host = started;
    twilio.attach(router, started.address());
  }

  /** The carrier's own settings, with one exact address for all media, as a real host has it. */
  private Settings account() {
    Map<String, String> account = new HashMap<>(twilio.settings());
    URI web = URI.create(twilio.settings().get("PUBLIC_URL"));
    account.put("TWILIO_WEBHOOK_URL", "wss://" + web.getRawAuthority() + "/media-stream");
    return Settings.of(account);
  }

  private List<Answerer> answerers() {
    return lines.stream()
        .filter(line -> !line.isForAnyNumber())
        .map(
            line -> {
              Locale language = Locale.forLanguageTag(line.language());
              return new Answerer(
                  language.getDisplayLanguage(language),
                  "The front desk at " + line.number() + ".",
                  line.number());
            })
        .toList();
  }

  /** Where the page is. */
  URI page() {
    if (host == null) {
      throw new IllegalStateException("it is not open");
    }
    return host.address().resolve("/");
  }

  /** What the user is told. */
  String words() {
    String model =
        modelServer == null
            ? "It calls " + settings.model() + " at " + settings.modelUrl() + "."
            : "Carrier and model are simulated: the model hears that you speak, not what you say."
                + " With OPENAI_API_KEY set you talk to the real one.";
    return "A phone is at " + page() + " for this machine: open it in a browser.\n" + model;
  }

  /** Hangs up all calls and leaves nothing behind; takes seconds at most. */
  @Override
  public void close() {
    phone.hangUp();
    if (host != null) {
      host.close();
    }
    phone.close();
    if (modelServer != null) {
      modelServer.close();
    }
    experts.close();
    time.close();
  }
}
