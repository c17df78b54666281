package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.twilio.TwilioCaller;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The server: its paths, what it refuses, and the other WebSocket on it. */
final class WebPart implements Part {
  private static final int DEFAULT_PORT = 4000;
  private static final String INCOMING = "/incoming-call";

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    try (Desk desk = Desk.open(jar, folder, Map.of())) {
      open(desk, rows);
    }
    switchedOff(jar, folder, rows);
    misconfigured(jar, folder, rows);
  }

  private void open(Desk desk, Rows rows) throws Exception {
    URI address = desk.process.address();
    rows.row(
        "POST " + INCOMING + " without a signature is refused",
        status(address, "POST", INCOMING) == 403,
        "else");
    rows.row(
        "GET " + INCOMING + " without one too", status(address, "GET", INCOMING) == 403, "else");
    rows.row(
        "/media-stream is a WebSocket only",
        status(address, "GET", World.STREAM) == 426,
        status(address, "GET", World.STREAM));
    TwilioCaller caller =
        desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).webhookByGet().start();
    rows.row("GET " + INCOMING + " takes a call as POST does", () -> Desk.awaitGreeting(caller));
    rows.row("another WebSocket of the same server works in a call", () -> echo(address));
    desk.hangUp(caller);
    rows.row("/health counts the calls", status(address, "GET", "/health") == 200, "else");
  }

  private void switchedOff(Path jar, Path folder, Rows rows) throws Exception {
    try (World world = new World(jar, folder)) {
      Map<String, String> settings = new HashMap<>(world.settings());
      settings.put("TWILIO_ENABLE", "false");
      boolean free = isFree(DEFAULT_PORT);
      if (free) {
        settings.put("PORT", "");
      }
      try (DeskProcess desk = world.start(settings)) {
        String port =
            desk.awaitLine("TWILIO_ENABLE is not true: no calls are taken on port ([0-9]+)")
                .group(1);
        URI address = URI.create("http://127.0.0.1:" + port);
        rows.row("the port is 4000 where none is set", !free || port.equals("4000"), port);
        rows.row(
            "POST " + INCOMING + " is 404 unless TWILIO_ENABLE=true",
            status(address, "POST", INCOMING) == 404,
            "else");
        rows.row("  GET too", status(address, "GET", INCOMING) == 404, "else");
        rows.row("  and the media socket", status(address, "GET", World.STREAM) == 404, "else");
        rows.row("  the other WebSocket works", () -> echo(address));
      }
    }
  }

  private static void misconfigured(Path jar, Path folder, Rows rows) throws Exception {
    try (World world = new World(jar, folder)) {
      Map<String, String> settings = new HashMap<>(world.settings());
      settings.remove("OPENAI_API_KEY");
      settings.put("TWILIO_WEBHOOK_URL", "ws://voice.example.test/media-stream");
      settings.put("TRANSFER_TO", "the boss");
      try (DeskProcess desk = world.start(settings)) {
        rows.row("faults of the configuration end it with 2", desk.exitCode() == 2, "else");
        rows.row("  named: the missing key", () -> desk.awaitLine("OPENAI_API_KEY is missing"));
        rows.row("  named: the number that is none", () -> desk.awaitLine("TRANSFER_TO must be"));
        rows.row(
            "  named: ws:// instead of wss://",
            () -> desk.awaitLine("TWILIO_WEBHOOK_URL must begin with wss://"));
      }
    }
  }

  private int status(URI address, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void echo(URI address) throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    URI channel = URI.create("ws://" + address.getAuthority() + "/web-channel");
    WebSocket socket = client.newWebSocketBuilder().buildAsync(channel, listener(heard)).join();
    socket.sendText("hello", true).join();
    String text = heard.get(10, TimeUnit.SECONDS);
    socket.abort();
    if (!text.equals("hello")) {
      throw new AssertionError(text);
    }
  }

  private static WebSocket.Listener listener(CompletableFuture<String> heard) {
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heard.complete(data.toString());
        from.request(1);
        return null;
      }
    };
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
