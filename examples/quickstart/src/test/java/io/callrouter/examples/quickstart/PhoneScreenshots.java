package io.callrouter.examples.quickstart;

import io.callrouter.peer.RealPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Takes pictures of the phone page for a person to look at: before, in and after a call, in both
 * themes, on a desk and on a phone. Arguments: the page's address, a WAV file that is said, the
 * folder for the pictures.
 */
final class PhoneScreenshots {
  private static final int DESK = 1280;
  private static final int PHONE = 390;
  private static final int HEIGHT = 900;

  private final PhonePage page;
  private final Path folder;

  private PhoneScreenshots(PhonePage page, Path folder) {
    this.page = page;
    this.folder = folder;
  }

  public static void main(String[] words) throws Exception {
    try (Chromium chromium = Chromium.start(RealPeer.CHROMIUM.require(), Path.of(words[1]));
        PhonePage page = chromium.open(URI.create(words[0]))) {
      new PhoneScreenshots(page, Path.of(words[2])).takeAll();
    }
  }

  private void takeAll() throws IOException {
    page.size(DESK, HEIGHT).untilState("ready");
    takeEach("idle");
    page.click("#misbehaving summary").click("[value=late-webhooks]");
    takeEach("misbehaving");
    page.click("[value=late-webhooks]").click("#misbehaving summary");
    page.allowMicrophone(false).click("#call").until("!document.querySelector('#notice').hidden");
    takeEach("refused");
    page.allowMicrophone(true);
    page.click("#call").untilState("answered").untilEntry("[data-kind=ITEM_HEARD]");
    page.press("2").until(latencies(1)).untilSecond(6).press("1").until(latencies(2));
    page.untilSecond(11);
    takeEach("call");
    page.press("#").until(latencies(3)).press("9").untilState("over");
    takeEach("after");
  }

  private static String latencies(int count) {
    return "document.querySelectorAll('#latency-history li').length >= " + count;
  }

  private void takeEach(String name) throws IOException {
    for (String theme : List.of("light", "dark")) {
      page.evaluate("document.querySelector('#theme [value=" + theme + "]').click()");
      for (int width : List.of(DESK, PHONE)) {
        page.size(width, HEIGHT);
        page.size(width, page.evaluate("document.documentElement.scrollHeight").asInt());
        take(name + "-" + theme + "-" + width);
      }
      page.size(DESK, HEIGHT);
    }
  }

  private void take(String name) throws IOException {
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))");
    String picture = page.devTools().call("Page.captureScreenshot").get("data").asText();
    Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(picture));
  }
}
