package io.callrouter.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The phone page in a browser, as a person has it: what can be read, clicked and pressed. */
final class PhonePage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Keys that have a name rather than a character: what they type, and their code. */
  private static final Map<String, Integer> NAMED = Map.of("Enter", 13, "Escape", 27, "Tab", 9);

  private final DevTools devTools;

  private PhonePage(DevTools devTools) {
    this.devTools = devTools;
  }

  /** Opens it with the microphone allowed. */
  static PhonePage open(DevTools devTools, URI address) {
    PhonePage page = new PhonePage(devTools);
    for (String domain : List.of("Runtime", "Log", "Page")) {
      devTools.call(domain + ".enable");
    }
    page.allowMicrophone(true);
    ObjectNode there = DevTools.parameters().put("url", address.toString());
    devTools.callUntil("Page.loadEventFired", "Page.navigate", there);
    return page;
  }

  /** Waits until the page shows this state of a call, or of its own. */
  PhonePage untilState(String state) {
    return until("document.documentElement.dataset.state === '" + state + "'");
  }

  /** Waits until the timeline has an entry that matches a selector. */
  PhonePage untilEntry(String selector) {
    return until("document.querySelector('#timeline li" + selector + "') !== null");
  }

  /** Waits until the clock of the call shows that second. */
  PhonePage untilSecond(int seconds) {
    return until(
        "Number(document.querySelector('#call-time').innerText.split(':')[1]) >= " + seconds);
  }

  /** Waits until an expression is true in the page. */
  PhonePage until(String expression) {
    JsonNode met =
        evaluate(
            """
            new Promise((resolve) => {
              const end = performance.now() + %d;
              const look = () =>
                %s ? resolve(true)
                  : performance.now() > end ? resolve(false) : setTimeout(look, 20);
              look();
            })
            """
                .formatted(PATIENCE.toMillis(), expression));
    if (!met.asBoolean()) {
      throw new AssertionError(
          "never came true: " + expression + "\n" + text("body") + "\n" + devTools.complaints());
    }
    return this;
  }

  /** What an expression, or the promise that it is, comes to. */
  JsonNode evaluate(String expression) {
    ObjectNode parameters =
        DevTools.parameters()
            .put("expression", expression)
            .put("awaitPromise", true)
            .put("returnByValue", true)
            .put("userGesture", false);
    JsonNode told = devTools.call("Runtime.evaluate", parameters);
    if (told.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + told.get("exceptionDetails"));
    }
    return told.path("result").path("value");
  }

  String text(String selector) {
    return evaluate("document.querySelector('" + selector + "').innerText").asText();
  }

  /** Clicks with a mouse into the middle of an element. */
  PhonePage click(String selector) {
    JsonNode middle =
        evaluate(
            """
            (() => {
              const element = document.querySelector('%s');
              element.scrollIntoView({ block: "center" });
              const { x, y, width, height } = element.getBoundingClientRect();
              return { x: x + width / 2, y: y + height / 2 };
            })()
            """
                .formatted(selector));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ObjectNode event = DevTools.parameters().put("type", type).put("button", "left");
      event.put("clickCount", 1).put("x", middle.get("x").asDouble());
      devTools.call("Input.dispatchMouseEvent", event.put("y", middle.get("y").asDouble()));
    }
    return this;
  }

  /** Presses a key of the keyboard and lets it go: a character, or the name of a key. */
  PhonePage press(String key) {
    ObjectNode down = DevTools.parameters().put("type", "keyDown").put("key", key);
    Integer code = NAMED.get(key);
    if (code == null) {
      down.put("text", key);
    } else {
      down.put("code", key).put("windowsVirtualKeyCode", code);
      if (key.equals("Enter")) {
        down.put("text", "\r");
      }
    }
    devTools.call("Input.dispatchKeyEvent", down);
    ObjectNode up = DevTools.parameters().put("type", "keyUp").put("key", key);
    if (code != null) {
      up.put("code", key).put("windowsVirtualKeyCode", code);
    }
    devTools.call("Input.dispatchKeyEvent", up);
    return this;
  }

  /** What comes out of the loudspeaker's worklet next, as samples of ±1 at {@link #rateHz}. */
  float[] nextHeard() {
    JsonNode bytes =
        evaluate(
            """
            import("/phone/phone.js").then(async ({ phone }) => {
              const meter = phone.sound.heard;
              const samples = new Float32Array(meter.fftSize);
              const full = meter.context.currentTime + meter.fftSize / meter.context.sampleRate;
              while (meter.context.currentTime < full) {
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
              meter.getFloatTimeDomainData(samples);
              const bytes = new Uint8Array(samples.buffer);
              let text = "";
              for (let i = 0; i < bytes.length; i += 4096) {
                text += String.fromCharCode(...bytes.subarray(i, i + 4096));
              }
              return btoa(text);
            })
            """);
    ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(bytes.asText()));
    float[] samples = new float[buffer.remaining() / Float.BYTES];
    buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
    return samples;
  }

  int rateHz() {
    return evaluate(
            "import('/phone/phone.js').then(({ phone }) => phone.sound.heard.context.sampleRate)")
        .asInt();
  }

  /** Answers for the person whom a browser would ask. */
  PhonePage allowMicrophone(boolean allowed) {
    ObjectNode parameters = DevTools.parameters();
    parameters.putObject("permission").put("name", "microphone");
    parameters.put("setting", allowed ? "granted" : "denied");
    devTools.call("Browser.setPermission", parameters);
    return this;
  }

  /** Gives the page a screen of that size, in its pixels; narrow ones are a phone's. */
  PhonePage size(int width, int height) {
    boolean phone = width < 600;
    ObjectNode metrics = DevTools.parameters().put("width", width).put("height", height);
    metrics.put("deviceScaleFactor", phone ? 2 : 1).put("mobile", phone);
    devTools.call("Emulation.setDeviceMetricsOverride", metrics);
    return this;
  }

  DevTools devTools() {
    return devTools;
  }

  @Override
  public void close() {
    devTools.call("Page.close");
    devTools.close();
  }
}
