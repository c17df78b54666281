package io.callrouter.integration;

import static io.callrouter.integration.Impostor.with;
import static io.callrouter.integration.Impostor.withTarget;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.callrouter.CountLimit;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Media sockets that no carrier opens, or on which comes what no carrier sends, while a call is
 * under way: they are refused at the handshake or closed, and the call notices nothing.
 */
@ParameterizedClass
@EnumSource(Simulated.class)
class MediaAttackTest {
  private static final int MOST_WAITING = 20;
  private static final int MOST_CALLS = 4;
  private static final String FRAME = Base64.getEncoder().encodeToString(new byte[160]);

  private final AttackedOffice office;
  private int calls = 1;

  MediaAttackTest(Simulated kind) {
    office =
        new AttackedOffice(
            kind,
            Limits.defaults()
                .with(CountLimit.SOCKETS_BEFORE_START, MOST_WAITING)
                .with(CountLimit.CONCURRENT_CALLS, MOST_CALLS)
                // So that the attacker has time, and the call that he took the token of.
                .with(TimeLimit.MEDIA_START, Duration.ofSeconds(60)));
  }

  @AfterEach
  void nobodyNoticedAnything() {
    try (office) {
      office.assertNothingNoticed(calls);
    }
  }

  /** A call whose media the attacker opens before its carrier does. */
  private SimulatedCaller robbed() {
    calls++;
    SimulatedCaller caller =
        office.caller().misbehaving(new Misbehaviour.SocketNeverOpens()).start();
    office.time.runReady();
    office.time.advance(Duration.ofSeconds(1));
    return caller;
  }

  private WebRequest handshake(String path) {
    return office.carrier.signedHandshake(path);
  }

  private Admission admit(WebRequest handshake) {
    return office.router.web().admit(handshake);
  }

  private void assertRefused(String what, WebRequest handshake, String... words) {
    office.log.next();
    long before = office.counter("sockets.refused.403");
    Admission admission = admit(handshake);
    assertFalse(admission.isAdmitted(), what);
    assertEquals(403, admission.status(), what);
    assertFalse(admission.reason().isBlank(), what);
    assertEquals(before + 1, office.counter("sockets.refused.403"), what);
    office.assertOneLine(what, office.log.next(), handshake, words);
  }

  private Attack openedSocket() {
    Admission admission = admit(handshake(office.impostor.mediaPath(robbed())));
    assertTrue(admission.isAdmitted(), "whoever has the token and the signature is let in");
    return new Attack(admission);
  }

  @Test
  void aTokenThatIsNotOursLetsNobodyIn() {
    String path = office.impostor.mediaPath(robbed());
    String before = path.substring(0, path.lastIndexOf('/') + 1);
    String token = path.substring(before.length());
    String ours = "its media token is not ours";
    assertRefused("guessed", handshake(before + "A".repeat(token.length())), ours);
    assertRefused("short", handshake(before + "A"), ours);
    assertRefused("cut", handshake(path.substring(0, path.length() - 4)), ours);
    assertRefused("longer", handshake(path + "AAAA"), ours);
    assertRefused("long", handshake(before + "A".repeat(500)), ours);
    assertRefused("shouted", handshake(before + token.toUpperCase(Locale.ROOT)), ours);
    for (int at = 0; at < token.length(); at++) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, at) + other + token.substring(at + 1);
      assertRefused("character " + at, handshake(before + changed), ours);
    }
    String foreign = Impostor.minted(path, 1, "a secret of another router");
    assertRefused("of another router", handshake(foreign), ours);
    String missing = "the media token is missing";
    assertRefused("none", handshake(before), missing);
    assertRefused("too long for one", handshake(before + "A".repeat(513)), missing);
    assertRefused("encoded", handshake(before + "%41" + token.substring(1)), missing);
    assertRefused("a slash more", handshake(path + "/"), missing);
    assertRefused("a session", handshake(path + ";jsessionid=1"), missing);
    assertTrue(admit(handshake(path)).isAdmitted(), "it was not used up by any of these");
    assertRefused("used", handshake(path), "its media token has been used before");
  }

  @Test
  void aTokenIsGoodForItsTimeOnly() {
    String path = office.impostor.mediaPath(robbed());
    office.time.advance(Duration.ofSeconds(82));
    assertRefused("late", handshake(path), "its media token has expired");
  }

  @Test
  void aTokenOpensNoMediaOfAnotherInstance() {
    String path = office.impostor.mediaPath(robbed());
    Admission admission = admit(office.sales.signedHandshake("/sales" + path));
    assertTrue(admission.isAdmitted(), "which call it is for is known at the start message");
    Attack attack = new Attack(admission);
    office.log.next();
    Impostor ofSales = new Impostor(office.impostor.kind(), office.sales);
    attack.says(ofSales.start(office.victim.carrierId()));
    attack.assertClosed(1008, "its media token is not for this call");
    assertFalse(admit(handshake(path)).isAdmitted());
  }

  @Test
  void aHandshakeIsNotTakenForAnotherAddress() {
    String path = office.impostor.mediaPath(office.victim);
    WebRequest genuine = handshake(path);
    for (String odd : List.of("/" + path, path.toUpperCase(Locale.ROOT), "/x/.." + path)) {
      assertEquals(404, admit(withTarget(genuine, "GET", odd, null)).status(), odd);
    }
    assertEquals(405, admit(withTarget(genuine, "POST", path, null)).status());
  }

  @Test
  void aHandshakeNeedsItsSignatureBesideTheToken() {
    assumeTrue(office.carrier.type().equals("twilio"), "Telnyx does not sign handshakes");
    String path = office.impostor.mediaPath(robbed());
    WebRequest genuine = handshake(path);
    String signature = genuine.header("X-Twilio-Signature");
    String[] words = {"X-Twilio-Signature is", "expected a request to wss://", "saw one to "};
    assertRefused("none", with(genuine, "X-Twilio-Signature"), words);
    assertRefused("other", with(genuine, "X-Twilio-Signature", "AAAA"), words);
    assertRefused("two", with(genuine, "X-Twilio-Signature", signature, signature), words);
    assertRefused("a query", withTarget(genuine, "GET", path, "x=1"), words);
    assertTrue(admit(genuine).isAdmitted());
  }

  @Test
  void aTokenOfOneCallStartsNoOther() {
    Attack attack = openedSocket();
    attack.says(office.impostor.start(office.victim.carrierId()));
    attack.assertClosed(1008, "its media token is not for this call");
  }

  @Test
  void aSocketThatNeverStartsIsClosed() {
    Attack attack = openedSocket();
    office.time.advance(TimeLimit.SOCKET_START.standard());
    attack.assertClosed(1008, "no start message came in time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\u0000", "{\"event\":\"start\",\"start\":{\"ca"})
  void whatIsNoMessageClosesASocketThatHasNotStarted(String message) {
    Attack attack = openedSocket();
    attack.says(message);
    attack.assertClosed(1003, "these are no messages of this carrier's media protocol");
  }

  @Test
  void deepHugeAndBinaryMessagesCloseItToo() {
    String deep = "{\"event\":\"connected\",\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    String huge = "{\"event\":\"start\",\"a\":\"" + "x".repeat(WebHandler.MAX_MESSAGE_CHARS);
    for (String message : List.of(deep, huge)) {
      Attack attack = openedSocket();
      attack.says(message);
      attack.assertClosed(1003, "these are no messages");
    }
    Attack binary = openedSocket();
    binary.listener.onBinary();
    binary.assertClosed(1003, "these are no messages");
  }

  @Test
  void moreThanAFewBadMessagesCloseALiveOne() {
    Attack attack = started(robbed());
    long before = office.counter("messages.malformed");
    for (int i = 0; i < 11; i++) {
      attack.says("{");
    }
    attack.assertClosed(1003, "these are no messages");
    assertEquals(before + 11, office.counter("messages.malformed"));
  }

  @Test
  void audioFasterThanRealTimeClosesIt() {
    Attack attack = started(robbed());
    for (int i = 1; i <= 400 && !attack.isClosed(); i++) {
      attack.says(office.impostor.media(i, FRAME));
    }
    attack.assertClosed(1008, "faster than real time");
  }

  @Test
  void manySmallMessagesCloseIt() {
    Attack attack = started(robbed());
    int sent = 0;
    for (; sent < 5000 && !attack.isClosed(); sent++) {
      attack.says("{\"event\":\"nothing-known\"}");
    }
    attack.assertClosed(1008, "faster than real time");
    assertTrue(sent <= 1100, "after " + sent);
  }

  @Test
  void whoReadsNothingIsCutOffAndKeepsNobodyWaiting() {
    Attack attack = started(robbed());
    attack.reads = false;
    for (int i = 1; i <= 450; i++) {
      attack.says(office.impostor.media(i, Base64.getEncoder().encodeToString(noise())));
      office.time.advance(Duration.ofMillis(20));
    }
    attack.assertClosed(1008, "it takes nothing of what it is sent");
  }

  private static byte[] noise() {
    byte[] loud = new byte[160];
    for (int i = 0; i < loud.length; i++) {
      loud[i] = (byte) (i * 7);
    }
    return loud;
  }

  private Attack started(SimulatedCaller caller) {
    Attack attack = new Attack(admit(handshake(office.impostor.mediaPath(caller))));
    attack.says("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
    attack.says(office.impostor.start(caller.carrierId()));
    assertFalse(attack.isClosed(), "the token is for this call");
    office.log.next();
    return attack;
  }

  @Test
  void socketsThatDoNotStartAreLimitedAndLetGo() {
    List<Attack> attacks = new ArrayList<>();
    String path = office.impostor.mediaPath(robbed());
    for (int i = 1; i <= MOST_WAITING; i++) {
      String another = Impostor.minted(path, i, AttackedOffice.SECRET);
      attacks.add(new Attack(admit(handshake(another))));
    }
    assertTrue(attacks.stream().noneMatch(Attack::isClosed));
    Attack oneMore = new Attack(admit(handshake(path)));
    oneMore.assertClosed(1013, "too many media sockets have not begun a stream");
    office.time.advance(TimeLimit.SOCKET_START.standard());
    assertTrue(attacks.stream().allMatch(Attack::isClosed));
    office.log.next();
    assertFalse(started(robbed()).isClosed(), "there is room again");
  }

  @Test
  void callsBeyondTheLimitAreRefusedAndTheLiveOnesGoOn() {
    for (int i = 1; i < MOST_CALLS; i++) {
      assertEquals(200, office.router.web().handle(office.newCall(i)).status());
    }
    office.log.next();
    for (int i = MOST_CALLS; i < MOST_CALLS + 50; i++) {
      office.router.web().handle(office.newCall(i));
    }
    assertEquals(50, office.counter("calls.refused.full"));
    assertEquals(MOST_CALLS, office.router.activeCalls());
    assertEquals(1, office.log.next().size(), "one line for all of them");
    calls = MOST_CALLS + 50;
  }

  /** A socket in the hands of somebody who should not have it. */
  private final class Attack implements MediaSocket {
    private final MediaSocketListener listener;
    private final List<String> closes = new ArrayList<>();
    private boolean reads = true;

    Attack(Admission admission) {
      listener = admission.open(this);
      if (isClosed()) {
        listener.onClosed(1005, "");
      }
    }

    void says(String message) {
      listener.onText(message);
      office.time.runReady();
    }

    boolean isClosed() {
      return !closes.isEmpty();
    }

    void assertClosed(int code, String reason) {
      assertEquals(1, closes.size(), () -> "closed with " + closes);
      assertTrue(closes.get(0).startsWith(code + " "), closes.get(0));
      assertTrue(closes.get(0).contains(reason), closes.get(0));
      assertTrue(office.counter("sockets.closed." + code) > 0);
      List<String> lines =
          office.log.next().stream().filter(line -> line.contains("closed with")).toList();
      office.assertOneLine(reason, lines, office.first(), Integer.toString(code), reason);
    }

    @Override
    public void send(String message, Sent sent) {
      if (reads) {
        sent.done(null);
      }
    }

    @Override
    public void close(int code, String reason) {
      closes.add(code + " " + reason);
      if (listener != null) {
        listener.onClosed(code, reason);
      }
    }
  }
}
