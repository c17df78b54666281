package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two calls that hear themselves, on one router in virtual time: one is left alone, and somebody
 * has the carrier's keys and the media socket of the other.
 */
final class HostileCall implements AutoCloseable {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<CallRecord> records = new CopyOnWriteArrayList<>();
  private final SimulatedCarrier carrier;
  private final CallRouter router;
  private final TappedDoor door;
  private final SimulatedCaller undisturbed;
  private final SimulatedCaller victim;
  private final Map<String, String> words;
  private final List<String> secrets;
  private final LogLines log;

  HostileCall(Simulated kind) {
    carrier = kind.carrier(time);
    router =
        carrier
            .prepare(CallRouter.builder())
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", Match.any(), Action.connect("echo"))
            .recordSink("test", records::add)
            .build();
    door = new TappedDoor(router.web());
    if (carrier instanceof SimulatedTwilio twilio) {
      twilio.attach(door);
    } else {
      ((SimulatedTelnyx) carrier).attach(door);
    }
    undisturbed = call(VirtualOffice.CALLER);
    undisturbed.speak(Tones.samples(500)).untilIdle();
    victim = call("+14155550188").untilIdle();
    Map<String, String> settings = carrier.settings();
    String account =
        settings.getOrDefault("TWILIO_ACCOUNT_SID", settings.get("TELNYX_CONNECTION_ID"));
    secrets =
        settings.entrySet().stream()
            .filter(setting -> setting.getKey().matches(".*(AUTH_TOKEN|API_KEY)"))
            .map(Map.Entry::getValue)
            .toList();
    log = LogLines.read();
    words =
        Map.of(
            "$A", account,
            "$C", victim.carrierId(),
            "$R", door.lastRequest(),
            "$S", door.lines().get(1).stream());
  }

  private SimulatedCaller call(String from) {
    return carrier.from(from).to(VirtualOffice.OFFICE).start();
  }

  /**
   * Does what a line says by its first letter: {@code W} a signed webhook, path and body with a tab
   * between them; {@code U} the same without a signature; {@code H} a handshake to a path; on the
   * socket of the call {@code T} a text message, {@code B} a binary one, and {@code C} its end.
   * {@code $A}, {@code $C}, {@code $S} and {@code $R} stand for the account, the call, its stream
   * and its last webhook.
   */
  void say(String line) {
    if (line.isEmpty() || line.contains(undisturbed.carrierId())) {
      return;
    }
    String rest = line.substring(1);
    for (Map.Entry<String, String> word : words.entrySet()) {
      rest = rest.replace(word.getKey(), word.getValue());
    }
    switch (line.charAt(0)) {
      case 'W' -> send(rest, true);
      case 'U' -> send(rest, false);
      case 'H' -> shakeHands(rest);
      case 'T' -> bring(rest);
      case 'B' -> bring(null);
      case 'C' -> door.lines().get(1).onClosed(1006, rest);
      default -> {}
    }
    time.runReady();
    sound(log.next());
  }

  private void send(String targetAndBody, boolean signed) {
    String[] parts = targetAndBody.split("\t", 2);
    String[] target = parts[0].split("\\?", 2);
    WebRequest request =
        new WebRequest(
            "POST",
            target[0],
            target.length < 2 ? null : target[1],
            Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
            (parts.length < 2 ? "" : parts[1]).getBytes(UTF_8));
    Map<String, Long> before = router.counters();
    WebResponse answer = router.web().handle(signed ? signed(request) : request);
    assertNotNull(answer);
    assertTrue(answer.status() < 500, () -> answer.status() + " to " + request);
    boolean refused = answer.status() >= 400;
    long counted =
        counted(before, "requests.refused." + answer.status())
            + counted(before, "requests.unknown-call")
            + counted(before, "requests.repeated");
    assertTrue(refused ? counted == 1 : counted <= 1, () -> counted + " times: " + request);
    assertFalse(!signed && claimed(request) && !refused, () -> "let in: " + request);
    if (counted(before, "requests.refused." + answer.status()) > 0 && claimed(request)) {
      assertEquals(1, sound(log.next()).size(), request::toString);
    }
  }

  /** Lines as an operator reads them: one each, without what is secret or personal. */
  private List<String> sound(List<String> lines) {
    for (String line : lines) {
      assertTrue(line.chars().noneMatch(c -> c < ' ' || c == 0x7f), line);
      assertFalse(line.contains("4155550188") || line.contains("4155550100"), line);
      assertTrue(secrets.stream().noneMatch(line::contains), line);
    }
    assertEquals(0, log.errors(), lines::toString);
    return lines;
  }

  private boolean claimed(WebRequest request) {
    return router.web().claims(request.path()) && !request.path().matches("/(health|ready).*");
  }

  /** As it is if the carrier could not sign such. */
  private WebRequest signed(WebRequest request) {
    try {
      return carrier.sign(request);
    } catch (IllegalArgumentException e) {
      return request;
    }
  }

  private void shakeHands(String path) {
    WebRequest handshake;
    try {
      handshake = carrier.signedHandshake(path);
    } catch (IllegalArgumentException e) {
      handshake = new WebRequest("GET", path, null, Map.of(), new byte[0]);
    }
    Admission admission = router.web().admit(handshake);
    assertFalse(admission.isAdmitted(), path);
    assertTrue(admission.status() >= 400 && admission.status() < 500, admission.reason());
    int lines = sound(log.next()).size();
    assertEquals(router.web().claims(handshake.path()) ? 1 : 0, lines, path);
  }

  /** A message, or a binary one if there is no text. */
  private void bring(String text) {
    TappedDoor.Line socket = door.lines().get(1);
    if (socket.isClosed()) {
      return;
    }
    Map<String, Long> before = router.counters();
    if (text == null) {
      socket.onBinary();
    } else {
      socket.onText(text);
    }
    long bad = counted(before, "messages.malformed");
    long unknown = counted(before, "messages.unknown");
    assertTrue(bad + unknown <= 1, bad + " and " + unknown);
    assertTrue(sound(log.next()).size() <= 1, "the socket's end is one line");
    assertTrue(text != null || bad == 1, "a binary message is counted");
  }

  private long counted(Map<String, Long> before, String name) {
    return router.counters().getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
  }

  /** Ends the call that was left alone, and gives what was heard in it. */
  short[] heardByTheOther() {
    undisturbed.speak(Tones.samples(500)).untilIdle();
    short[] heard = undisturbed.heard();
    undisturbed.hangUp().untilIdle();
    time.advance(Duration.ofSeconds(15));
    assertEquals(List.of(), undisturbed.alerts());
    List<CallRecord> ends =
        records.stream()
            .filter(record -> record.call().carrierId().equals(undisturbed.carrierId()))
            .toList();
    assertEquals(1, ends.size());
    assertEquals(EndCause.COMPLETED, ends.get(0).cause());
    assertEquals(List.of(), ends.get(0).notes());
    return heard;
  }

  @Override
  public void close() {
    log.close();
    router.close();
    time.close();
  }
}
