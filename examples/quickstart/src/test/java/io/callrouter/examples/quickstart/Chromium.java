package io.callrouter.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with a profile of its own, whose microphone plays a file over and over. */
final class Chromium implements AutoCloseable {
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final Path profile;
  private final URI browser;
  private final HttpClient client = HttpClient.newHttpClient();

  private Chromium(Process process, Path profile, URI browser) {
    this.process = process;
    this.profile = profile;
    this.browser = browser;
  }

  /**
   * Starts it.
   *
   * @param microphone a WAV file
   */
  static Chromium start(Path program, Path microphone) throws IOException {
    Path profile = Files.createTempDirectory("callrouter-chromium");
    List<String> command =
        List.of(
            program.toString(),
            "--headless=new",
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-gpu",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-audio-capture=" + microphone,
            "about:blank");
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return new Chromium(process, profile, addressTold(process));
  }

  /** It tells its address among its errors; the rest of those is read so that it is never stuck. */
  private static URI addressTold(Process process) throws IOException {
    BufferedReader errors = process.errorReader();
    List<String> told = new ArrayList<>();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread reader = new Thread(() -> errors.lines().forEach(rest -> {}), "chromium-errors");
        reader.setDaemon(true);
        reader.start();
        return URI.create(line.substring(LISTENING.length()));
      }
      told.add(line);
    }
    throw new IOException("Chromium did not start: " + told);
  }

  /** Opens a page of its own. */
  PhonePage open(URI address) throws IOException, InterruptedException {
    URI make = URI.create("http://" + browser.getAuthority() + "/json/new?about:blank");
    HttpRequest request =
        HttpRequest.newBuilder(make).PUT(HttpRequest.BodyPublishers.noBody()).build();
    String page = client.send(request, BodyHandlers.ofString()).body();
    String socket = new ObjectMapper().readTree(page).get("webSocketDebuggerUrl").asText();
    return PhonePage.open(new DevTools(client, URI.create(socket)), address);
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(one -> one.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted((one, other) -> other.compareTo(one)).forEach(Chromium::delete);
    }
  }

  private static void delete(Path file) {
    // What cannot be deleted lies in the directory for temporary files.
    boolean deleted = file.toFile().delete();
    if (!deleted) {
      file.toFile().deleteOnExit();
    }
  }
}
