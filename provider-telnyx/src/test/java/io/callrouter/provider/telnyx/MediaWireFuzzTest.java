package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaWire.Verdict;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Genuine messages, damaged at random, on wires in every state. */
class MediaWireFuzzTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int ROUNDS = 60_000;
  private static final String SPICE = "{}[]\":,\\u0 \n\u0000\u007f\u00e9\ud800-+.eE19truefalsnAZ/=";

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

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

  static Stream<byte[]> sockets() {
    return Stream.of(
            MediaMessages.ALL,
            List.of(MediaMessages.start("L16", 16000), MediaMessages.media("7", "9", "\\/\\/8=")),
            List.of(
                MediaMessages.START.replace("\"session\":\"s-1\"", "\"tracks\":\"both_tracks\""),
                MediaMessages.MEDIA.replace("inbound", "outbound")),
            List.of(MediaMessages.MEDIA, MediaMessages.START, MediaMessages.START))
        .map(messages -> String.join("\n", messages).getBytes(StandardCharsets.UTF_8));
  }

  /** Of an input, each line is a message of one socket. */
  @MethodSource("sockets")
  @FuzzTest
  void onASocketOfAnyMessagesOnlyJsonIsTakenAndItsAudioIsWhatJacksonReads(byte[] input) {
    TelnyxMediaWire wire = new TelnyxMediaWire(AudioFormat.PCMU, ByteOrder.LITTLE_ENDIAN);
    for (String message : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      RecordedEvents events = new RecordedEvents();
      Verdict verdict = wire.read(message, events);
      assertTrue(events.lines.size() <= (verdict == Verdict.TAKEN ? 1 : 0));
      assertTrue(verdict == Verdict.MALFORMED || isJson(message), message);
      if (!events.lines.isEmpty() && events.lines.get(0).matches("(audio|heard) .*")) {
        assertAudio(message, events.lines.get(0));
      }
    }
  }

  /** Unless a name stands twice, when readers may differ. */
  private static void assertAudio(String message, String line) {
    JsonNode media;
    try {
      media = STRICT.readTree(message).path("media");
    } catch (JsonProcessingException e) {
      return;
    }
    byte[] audio = Base64.getDecoder().decode(media.path("payload").asText());
    assertEquals(
        (media.path("track").asText().equals("outbound") ? "heard " : "audio ")
            + Long.parseLong(media.path("chunk").asText("-1"))
            + " "
            + Long.parseLong(media.path("timestamp").asText())
            + " "
            + HexFormat.of().formatHex(audio),
        line);
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
