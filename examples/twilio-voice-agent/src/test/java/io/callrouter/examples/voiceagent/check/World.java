package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.ModelServer;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What is around a desk: a carrier, a model, a CRM, and the settings by which it finds them. */
final class World implements AutoCloseable {
  static final String STREAM = "/media-stream";

  final Timekeeper time = Timekeeper.system();
  final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  final SimulatedModel model = SimulatedModel.create(time);
  final CheckCrm crm = CheckCrm.start();
  private final ModelServer modelServer = model.listen();
  private final Path jar;
  private final Path folder;

  World(Path jar, Path folder) throws IOException {
    this.jar = jar;
    this.folder = folder;
  }

  /** Where the carrier is told to open its sockets. */
  String mediaAddress() {
    URI web = URI.create(twilio.settings().get("PUBLIC_URL"));
    return "wss://" + web.getRawAuthority() + STREAM;
  }

  /** All that a real host would be set to. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(twilio.settings());
    settings.put("TWILIO_WEBHOOK_URL", mediaAddress());
    settings.put("OPENAI_API_KEY", model.apiKey());
    settings.put("OPENAI_URL", modelServer.url().toString());
    return settings;
  }

  /** Starts the program, and has the carrier call it. */
  DeskProcess start(Map<String, String> settings) throws IOException {
    DeskProcess desk = DeskProcess.start(jar, folder, freePort(), settings);
    twilio.attach(desk.address());
    return desk;
  }

  Path folder() {
    return folder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    modelServer.close();
    crm.close();
    time.close();
  }
}
