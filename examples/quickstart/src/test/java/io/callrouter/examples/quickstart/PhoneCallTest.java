package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.codec.WavAudio;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from the page, over real sockets and in real time, which judges nothing. */
final class PhoneCallTest {
  private static final int ENOUGH_FRAMES = 25;

  private static PhoneHost phone;

  private final HttpClient client = HttpClient.newHttpClient();
  private BrowserPage page;

  @BeforeAll
  static void open() throws Exception {
    phone = PhoneHost.start(0, Agent.MENU, Provider.TWILIO);
  }

  @AfterAll
  static void closePhone() {
    phone.close();
  }

  @BeforeEach
  void openPage() {
    page = new BrowserPage(client, phone.page());
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"twilio", "telnyx"})
  void aCallToTheEchoIsHeardSeenAndRecorded(String carrier) throws Exception {
    page.call(carrier, "echo");
    assertNotEquals("", page.await("placed").path("id").asText());
    page.await("state", message -> message.path("state").asText().equals("ANSWERED"));
    page.sing();
    page.awaitTones(ENOUGH_FRAMES);
    page.press("5");
    page.await("timeline", message -> kind(message).equals("DIGIT"));
    page.await("microphone");
    page.hangUp();
    JsonNode ended = page.await("ended");
    assertEquals("COMPLETED", ended.path("cause").asText());
    assertEquals(carrier, ended.path("record").path("provider").asText());
    assertEquals("echo", ended.path("record").path("route").asText());
    assertFramesGoOnByWholeFrames(page.heard());
    assertOrder("WEBHOOK", "STREAM_START", "FIRST_AUDIO", "DIGIT", "HANG_UP");
    assertRecorded(ended);
  }

  @Test
  void aKeyCutsTheMenuAndTheNextCallGoesOverTheSameLine() throws Exception {
    page.call("twilio", "menu");
    page.await("carrier", message -> kind(message).equals("FIRST_AUDIO"));
    page.press("9");
    page.await("timeline", message -> kind(message).equals("CLEARED"));
    assertEquals("HOST", page.await("ended").path("record").path("endedBy").asText());
    page.call("telnyx", "echo");
    page.hangUp();
    page.await(
        "ended", message -> message.path("record").path("provider").asText().equals("telnyx"));
  }

  @Test
  void whatTheCarrierDoesWrongIsSeenAndTheCallStillEndsOnce() throws Exception {
    page.call("telnyx", "echo", "late-webhooks", "forged-webhook", "missing-media");
    page.await("carrier", message -> message.path("detail").asText().contains("forged: 403"));
    page.await("state", message -> message.path("state").asText().equals("ANSWERED"));
    page.hangUp();
    page.await("ended");
    long ends = page.told().stream().filter(it -> it.path("type").asText().equals("ended")).count();
    assertEquals(1, ends);
  }

  @Test
  void whoClosesTheTabHangsUpAndTheCallHasItsRecord() throws Exception {
    page.call("telnyx", "echo");
    page.await("state", message -> message.path("state").asText().equals("ANSWERED"));
    long before = ended();
    page.close();
    RealTime.until(() -> ended() == before + 1);
  }

  private long ended() throws Exception {
    long ended = 0;
    for (JsonNode metric : new ObjectMapper().readTree(get("/metrics").body()).path("metrics")) {
      ended +=
          metric.path("name").asText().equals("calls.ended") ? metric.path("value").asLong() : 0;
    }
    return ended;
  }

  private void assertRecorded(JsonNode ended) throws Exception {
    String path = ended.path("recording").asText();
    HttpResponse<byte[]> recording = get(path);
    assertEquals(200, recording.statusCode());
    WavAudio wav = WavAudio.read(new ByteArrayInputStream(recording.body()));
    assertEquals(2, wav.channels());
    assertEquals(8000, wav.sampleRateHz());
    assertTrue(tonesOf(wav, 0) >= ENOUGH_FRAMES, "what the caller said");
    assertTrue(tonesOf(wav, 1) >= ENOUGH_FRAMES, "what he heard");
    HttpResponse<byte[]> record = get(path.replace("recording.wav", "record.json"));
    assertEquals(ended.path("record"), new ObjectMapper().readTree(record.body()));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    URI uri = phone.page().resolve(path);
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void assertOrder(String... kinds) {
    List<String> all =
        page.told().stream()
            .filter(message -> message.path("type").asText().equals("carrier"))
            .map(PhoneCallTest::kind)
            .toList();
    int from = 0;
    for (String kind : kinds) {
      int at = all.subList(from, all.size()).indexOf(kind);
      assertTrue(at >= 0, kind + " after " + all.subList(0, from) + " in " + all);
      from += at + 1;
    }
  }

  /** Each by its own length; where this machine was held up for a second, some are left out. */
  private static void assertFramesGoOnByWholeFrames(List<BrowserPage.Frame> frames) {
    for (int i = 1; i < frames.size(); i++) {
      long step = frames.get(i).atMs() - frames.get(i - 1).atMs();
      assertTrue(step >= 19 && (step + 1) % 20 <= 2, "frame " + i + " after " + step + " ms");
    }
  }

  private static String kind(JsonNode message) {
    return message.path("kind").asText();
  }

  private static long tonesOf(WavAudio wav, int channel) {
    short[] both = wav.samples();
    short[] one = new short[both.length / 2];
    IntStream.range(0, one.length).forEach(i -> one[i] = both[2 * i + channel]);
    return IntStream.iterate(0, at -> at + 160 <= one.length, at -> at + 160)
        .filter(at -> Tone.isIn(Arrays.copyOfRange(one, at, at + 160)))
        .count();
  }
}
