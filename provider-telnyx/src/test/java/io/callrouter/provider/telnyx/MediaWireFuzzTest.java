package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaWire.Verdict;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Genuine messages, damaged at random, on wires in every state. */
class MediaWireFuzzTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int ROUNDS = 60_000;
  private static final String SPICE = "{}[]\":,\\u0 \n\u0000\u007f\u00e9\ud800-+.eE19truefalsnAZ/=";

  private final ObjectMapper jackson =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Random random = new Random(SEED);

  @Test
  void everyMessageHasAVerdictAndOnlyJsonIsTaken() {
    TelnyxMediaWire wire = newWire();
    List<Verdict> seen = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      if (round % 50 == 0) {
        wire = newWire();
      }
      if (round % 100 == 25) {
        wire.read(MediaMessages.START, new RecordedEvents());
      }
      String message = damaged(MediaMessages.ALL.get(random.nextInt(MediaMessages.ALL.size())));
      RecordedEvents events = new RecordedEvents();
      Verdict verdict = wire.read(message, events);
      assertNotNull(verdict, named(round));
      assertTrue(events.lines.size() <= (verdict == Verdict.TAKEN ? 1 : 0), named(round));
      if (verdict != Verdict.MALFORMED) {
        assertTrue(isJson(message), named(round) + ": " + message);
      }
      seen.add(verdict);
    }
    for (Verdict verdict : Verdict.values()) {
      assertTrue(seen.contains(verdict), verdict + " was never reached");
    }
  }

  private TelnyxMediaWire newWire() {
    return new TelnyxMediaWire(
        random.nextBoolean() ? AudioFormat.PCMU : AudioFormat.l16(16000), ByteOrder.BIG_ENDIAN);
  }

  private static String named(int round) {
    return "-Dcallrouter.seed=" + SEED + ", round " + round;
  }

  private boolean isJson(String message) {
    try {
      return !jackson.readTree(message).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String damaged(String message) {
    StringBuilder text = new StringBuilder(message);
    for (int faults = random.nextInt(4); faults > 0 && text.length() > 0; faults--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, spice());
        case 1 -> text.insert(at, spice());
        case 2 -> text.delete(at, to);
        case 3 -> text.insert(at, text.substring(at, to));
        case 4 -> text.setLength(at);
        default -> text.replace(at, to, String.valueOf(random.nextLong()));
      }
    }
    return text.toString();
  }

  private char spice() {
    return SPICE.charAt(random.nextInt(SPICE.length()));
  }
}
