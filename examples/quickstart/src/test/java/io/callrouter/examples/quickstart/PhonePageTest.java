package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.peer.RealPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The phone in a real browser, whose microphone hears a tone: what a person sees and hears, read
 * from the page and from its loudspeaker.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhonePageTest {
  /** µ-law leaves 37 dB between a tone and its noise; a click leaves 20. */
  private static final double CLEAN_DB = 30;

  /** Of 100 ms each: two seconds that are clean, of a minute of listening at most. */
  private static final int CLEAN_STRETCHES = 20;

  private static final int MOST_STRETCHES = 600;

  private PhoneHost host;
  private Chromium chromium;
  private PhonePage page;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Path program = RealPeer.CHROMIUM.require();
    Path tone = folder.resolve("tone.wav");
    TestTone.write(tone);
    host = PhoneHost.start(0, Agent.MENU, Provider.TWILIO);
    chromium = Chromium.start(program, tone);
  }

  @AfterAll
  void close() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
    if (host != null) {
      host.close();
    }
  }

  @BeforeEach
  void openPage() throws Exception {
    page = chromium.open(host.page()).untilState("ready");
  }

  @AfterEach
  void closePage() {
    List<String> complaints = page.devTools().complaints();
    page.close();
    assertEquals(List.of(), complaints);
  }

  @ParameterizedTest
  @ValueSource(strings = {"twilio", "telnyx"})
  void whatIsSaidToTheEchoComesBackAsItWas(String carrier) {
    page.click("[name=carrier][value=" + carrier + "]").click("[name=agent][value=echo]");
    page.click("[name=echo-cancellation]").click("[name=noise-suppression]");
    page.click("#call").untilState("answered");

    List<TestTone> clean = cleanStretches();

    for (TestTone tone : clean) {
      assertEquals(TestTone.HZ, tone.hz(), 11, tone.toString());
      assertEquals(0, tone.gainDb(), 1, tone.toString());
    }
    page.untilEntry("[data-source=router][data-kind=ENDPOINT_STARTED]");
    page.untilEntry("[data-source=carrier][data-kind=STREAM_START]");
    page.click("#hang-up").untilState("over");
    String record = page.text("#result dl");
    assertTrue(record.contains("COMPLETED") && record.contains(carrier), record);
    assertTwoChannelsHaveTheTone();
  }

  /** Stretches in which the machine kept up: of a gap or a click it is not asked whose it was. */
  private List<TestTone> cleanStretches() {
    List<TestTone> all = new ArrayList<>();
    List<TestTone> clean = new ArrayList<>();
    while (clean.size() < CLEAN_STRETCHES && all.size() < MOST_STRETCHES) {
      List<TestTone> tones = TestTone.in(page.nextHeard(), page.rateHz());
      all.addAll(tones);
      tones.stream().filter(tone -> tone.purityDb() > CLEAN_DB).forEach(clean::add);
    }
    assertTrue(clean.size() >= CLEAN_STRETCHES, "too little that was clean: " + all);
    return clean;
  }

  private void assertTwoChannelsHaveTheTone() {
    page.until("document.querySelector('audio').duration > 1");
    JsonNode periods =
        page.evaluate(
            """
            (async () => {
              const file = await fetch(document.querySelector('#recording-download').href);
              const audio = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(
                await file.arrayBuffer());
              return [...Array(audio.numberOfChannels).keys()].map((channel) => {
                const all = audio.getChannelData(channel);
                const counts = [];
                for (let from = 1; from + 800 <= all.length; from += 800) {
                  let count = 0;
                  for (let i = from; i < from + 800; i++) {
                    count += all[i] > 0 && all[i - 1] <= 0;
                  }
                  counts.push(count);
                }
                return counts;
              });
            })()
            """);
    assertEquals(2, periods.size());
    for (JsonNode channel : periods) {
      long tones =
          StreamSupport.stream(channel.spliterator(), false)
              .filter(count -> Math.abs(count.asInt() - TestTone.HZ / 10) <= 2)
              .count();
      assertTrue(tones >= CLEAN_STRETCHES / 2, periods.toString());
    }
  }

  @Test
  void aKeyCutsThePromptAndIsAnsweredWithinTheTimeThatThePageMeasures() {
    page.click("#call").untilState("answered").untilEntry("[data-kind=ITEM_HEARD]");

    page.click("#keypad [data-key=\"2\"]").untilEntry("[data-source=router][data-kind=CLEARED]");

    page.until("document.querySelector('#latency-last').textContent !== '–'");
    int latency = Integer.parseInt(page.text("#latency-last"));
    assertTrue(latency > 20 && latency < 5000, latency + " ms");
    page.until("(" + SEES_BARGE_IN + ")()");
    page.click("#timeline [name=marks]").untilEntry("[data-kind=MARK_RETURNED]:not([hidden])");
    page.click("#hang-up").untilState("over");
  }

  /** Whether something in the waveform has the colour of a barge-in in the legend. */
  private static final String SEES_BARGE_IN =
      """
      () => {
        const sample = document.querySelector("#legend [data-colour=cleared]");
        const [red, green, blue] = getComputedStyle(sample).color.match(/\\d+/g).map(Number);
        const canvas = document.querySelector("#waveform");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) {
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) {
            return true;
          }
        }
        return false;
      }
      """;

  @Test
  void aWholeCallNeedsNoMouse() {
    page.press("Enter").untilState("answered").untilEntry("[data-kind=ITEM_HEARD]");
    page.press("Tab").until("document.activeElement.matches('a, button, input, select, canvas')");
    assertTrue(page.evaluate("document.activeElement.matches(':focus-visible')").asBoolean());

    page.press("9").untilState("over");

    String record = page.text("#result dl");
    assertTrue(record.contains("COMPLETED"), record);
    assertEquals("Ended", page.text("#state"));
    page.press("Enter").untilState("answered").press("Escape").untilState("over");
  }

  @Test
  void whoRefusesTheMicrophoneIsToldSoAndMayListen() {
    page.allowMicrophone(false);
    page.click("#call").until("!document.querySelector('#notice').hidden");

    String words = page.text("#notice p");
    assertTrue(words.contains("refused the microphone"), words);

    page.press("Enter").untilState("answered");
    page.until("document.querySelector('#heard-level').value > 20");
    assertEquals("–", page.text("#said-clock"));
    page.press("Escape").untilState("over");
  }

  @Test
  void whoGivesUpWhileTheBrowserAsksForTheMicrophoneMakesNoCall() {
    page.evaluate(
        """
        window.sent = [];
        WebSocket.prototype.send = (message) => window.sent.push(message);
        navigator.mediaDevices.getUserMedia = () =>
          new Promise((resolve) => {
            window.answer = resolve;
          });
        true
        """);
    page.click("#call").until("window.answer !== undefined");

    page.press("Escape");
    page.evaluate("window.answer(new MediaStream())");
    page.evaluate("new Promise((resolve) => setTimeout(resolve))"); // The page takes the answer.

    assertEquals(0, page.evaluate("window.sent.length").asInt());
    assertEquals("Ready", page.text("#state"));
    page.click("[name=microphone]").click("#call").until("window.sent.length === 1");
  }

  @Test
  void aCarrierThatMisbehavesIsSeenInTheTimeline() {
    page.click("#misbehaving summary").click("[value=forged-webhook]");
    assertEquals("1 on", page.text("#misbehaviour-count"));

    page.click("#call").untilState("answered");

    page.until("document.querySelector('#timeline ol').innerText.includes('403')");
    page.press("Escape").untilState("over");
    assertTrue(page.text("#result dl").contains("COMPLETED"));
  }

  @Test
  void aNarrowScreenShowsAllOfItsWidth() {
    page.size(360, 740);

    page.until("document.documentElement.scrollWidth <= 360");
    page.click("#call").untilState("answered").untilEntry("[data-kind=ITEM_SENT]");
    page.until("document.documentElement.scrollWidth <= 360");
    page.press("Escape").untilState("over");
    page.until("document.documentElement.scrollWidth <= 360");
  }

  @Test
  void whatAnAgentTellsIsTheConversationWithHowMuchOfItWasHeard() {
    assertTrue(page.evaluate("document.querySelector('#conversation').hidden").asBoolean());
    page.evaluate(
        """
        import("/phone/phone.js").then(({ phone }) => {
          const tell = (type, detail) => phone.line.dispatchEvent(new CustomEvent(type, { detail }));
          tell("hello", { carriers: ["twilio"], agents: [], misbehaviours: [], conversation: true });
          const news = (at, event, more) => tell("agent", { at, event, ...more });
          news(900, "answered", { after: 300 });
          news(3000, "agent-said", { text: "Good day.", said: 1000, heard: 1000, interrupted: false });
          news(5000, "answered", { after: 320 });
          news(5100, "caller-said", { text: "A room, please." });
          news(5200, "tool", { tool: "find", outcome: "TIMED_OUT", took: 12 });
          news(8000, "agent-said", { text: "one two three four", said: 4000, heard: 2000, interrupted: true });
          news(8000, "latency", { answered: 320, sent: 322, heard: 480 });
        })
        """);

    assertEquals(
        "Agent Good day.1.0 s heard|You A room, please.|"
            + "Agent one two three fourinterrupted: 2.0 of 4.0 s heard|Tool find timed out, 12 ms",
        page.evaluate(
                """
                [...document.querySelectorAll("#conversation li")].map((row) =>
                  [...row.children].slice(1).map((part) => part.textContent).join(" ")).join("|")
                """)
            .asText());
    assertEquals(
        " four", page.evaluate("document.querySelector('#conversation s').textContent").asText());
    assertEquals("2 answers, 1 interruption", page.text("#conversation output"));
    assertEquals("480", page.text("#answers output"));
    assertEquals("model 320 ms · sent 322 ms · heard 480 ms", page.text("#answers .parts"));
  }

  @Test
  void aThemeThatIsChosenIsKeptForTheNextVisit() throws Exception {
    String light = ground(page.click("#theme [value=light]"));
    String dark = ground(page.click("#theme [value=dark]"));

    assertNotEquals(light, dark);
    try (PhonePage next = chromium.open(host.page())) {
      assertEquals(dark, ground(next.untilState("ready")));
      next.click("#theme [value=auto]");
    }
  }

  private static String ground(PhonePage page) {
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor").asText();
  }

  @Test
  void aServerThatGoesAwayIsMissedInWordsAndFoundAgainByItself() throws Exception {
    PhoneHost other = PhoneHost.start(0, Agent.MENU, Provider.TWILIO);
    int port = other.page().getPort();
    try (PhonePage there = chromium.open(other.page())) {
      there.untilState("ready").click("#call").untilState("answered");
      other.close();
      there.untilState("lost");
      assertTrue(there.text("#notice p").contains("does not answer"), there.text("#notice p"));

      other = PhoneHost.start(port, Agent.MENU, Provider.TWILIO);
      there.untilState("ready");
      assertTrue(there.evaluate("document.querySelector('#notice').hidden").asBoolean());
    } finally {
      other.close();
    }
  }
}
