package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.MediaMessages.CALL_CONTROL_ID;
import static io.callrouter.provider.telnyx.MediaMessages.STREAM_ID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaWire.Verdict;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelnyxMediaWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TelnyxMediaWire wire = new TelnyxMediaWire(AudioFormat.PCMU, ByteOrder.LITTLE_ENDIAN);
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void wholeStreamIsTold() {
    for (String message : MediaMessages.ALL) {
      assertEquals(Verdict.TAKEN, wire.read(message, events), message);
    }
    assertEquals(
        List.of(
            "start "
                + CALL_CONTROL_ID
                + " "
                + STREAM_ID
                + " AudioFormat[encoding=PCMU, sampleRateHz=8000] null",
            "audio 2 40 ffffffffff",
            "digit 5",
            "mark u-7",
            "error 100003 malformed_frame: not JSON",
            "stop"),
        events.lines);
  }

  @Test
  void numbersMayBeNumbersAndFieldsInAnyOrder() {
    begin();
    read(
        Verdict.TAKEN,
        " { \"media\" : { \"payload\" : \"AAEC\" , \"new\" : [ { \"x\" : null } , -1.5e3 , true ] ,"
            + " \"timestamp\" : 40 , \"chunk\" : 7 } , \"stream_id\" : \""
            + STREAM_ID
            + "\" , \"event\" : \"media\" } ");
    assertEquals(List.of("audio 7 40 000102"), events.lines);
  }

  @Test
  void mediaWithoutItsNumberIsTakenAsItComes() {
    begin();
    read(Verdict.TAKEN, MediaMessages.MEDIA.replace("\"chunk\":\"2\",", ""));
    assertEquals(List.of("audio -1 40 ffffffffff"), events.lines);
  }

  @Test
  void escapesAreResolved() {
    begin();
    read(Verdict.TAKEN, MediaMessages.media("3", "60", "\\/\\u002f8="));
    read(Verdict.TAKEN, MediaMessages.MARK.replace("u-7", "\\u00e9\\n\\\"\\\\\\t\\/"));
    read(
        Verdict.TAKEN,
        MediaMessages.DTMF.replace("dtmf", "\\u0064tmf").replace("\"5\"", "\"\\u0023\""));
    assertEquals(List.of("audio 3 60 ffff", "mark \u00e9\n\"\\\t/", "digit #"), events.lines);
  }

  @Test
  void unknownEventIsCountedAndPassedOverWhateverItsPayload() {
    begin();
    for (String payload : List.of("\"x\"", "{\"code\":\"y\"}", "null", "[1]")) {
      read(
          Verdict.UNKNOWN,
          "{\"payload\":"
              + payload
              + ",\"event\":\"telepathy\",\"stream_id\":\""
              + STREAM_ID
              + "\"}");
    }
    read(Verdict.TAKEN, MediaMessages.MARK);
  }

  @Test
  void nothingIsTakenBeforeTheStart() {
    read(Verdict.TAKEN, MediaMessages.CONNECTED);
    for (String message :
        List.of(MediaMessages.MEDIA, MediaMessages.DTMF, MediaMessages.MARK, MediaMessages.STOP)) {
      read(Verdict.MALFORMED, message);
    }
    assertEquals(List.of(), events.lines);
    assertThrows(IllegalStateException.class, wire::clear);
    assertThrows(IllegalStateException.class, () -> wire.mark("m"));
    assertThrows(IllegalStateException.class, () -> wire.audio(new byte[160], 0, 160));
  }

  @Test
  void secondStartIsRefused() {
    begin();
    read(Verdict.MALFORMED, MediaMessages.START);
    assertEquals(List.of(), events.lines);
  }

  @Test
  void nothingIsToldAfterTheStop() {
    begin();
    for (String message :
        List.of(MediaMessages.STOP, MediaMessages.STOP, MediaMessages.MEDIA, MediaMessages.ERROR)) {
      read(Verdict.TAKEN, message);
    }
    assertEquals(List.of("stop"), events.lines);
  }

  @Test
  void anotherStreamIsPassedOver() {
    begin();
    for (String message :
        List.of(MediaMessages.MEDIA, MediaMessages.MARK, MediaMessages.STOP, MediaMessages.ERROR)) {
      read(Verdict.UNKNOWN, message.replace(STREAM_ID, STREAM_ID.replace('d', 'e')));
    }
    assertEquals(List.of(), events.lines);
  }

  @Test
  void whatTheCallerHearsIsNoAudioOfHis() {
    begin();
    read(Verdict.TAKEN, MediaMessages.MEDIA.replace("\"inbound\"", "\"outbound\""));
    assertEquals(List.of(), events.lines);
  }

  @Test
  void aStreamOfBothTracksTellsWhoseSideAudioIsAndTakesNothing() {
    read(
        Verdict.TAKEN,
        MediaMessages.START.replace("{\"session\":\"s-1\"}", "{\"tracks\":\"both_tracks\"}"));
    read(Verdict.TAKEN, MediaMessages.MEDIA);
    read(Verdict.TAKEN, MediaMessages.MEDIA.replace("\"inbound\"", "\"outbound\""));
    assertTrue(events.lines.get(0).endsWith(" null one way"), events.lines.get(0));
    assertEquals(
        List.of("audio 2 40 ffffffffff", "heard 2 40 ffffffffff"), events.lines.subList(1, 3));
    assertThrows(IllegalStateException.class, wire::clear);
    assertThrows(IllegalStateException.class, () -> wire.mark("m"));
    assertThrows(IllegalStateException.class, () -> wire.audio(new byte[160], 0, 160));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "{\"tracks\":\"inbound_track\"}", "\"x\""})
  void anyOtherParametersAreAStreamBothWays(String parameters) {
    read(Verdict.TAKEN, MediaMessages.START.replace("{\"session\":\"s-1\"}", parameters));
    assertTrue(events.lines.get(0).endsWith(" null"), events.lines.get(0));
  }

  @ParameterizedTest
  @CsvSource({"PCMU, 8000", "PCMA, 8000", "L16, 8000", "L16, 16000"})
  void whatComesIsWhatTheStartSaysAndWhatIsSentWhatWasAskedFor(String encoding, int rate) {
    read(Verdict.TAKEN, MediaMessages.start(encoding, rate));
    String format = "AudioFormat[encoding=" + encoding + ", sampleRateHz=" + rate + "]";
    String codec = AudioFormat.PCMU.toString();
    assertEquals(
        "start "
            + CALL_CONTROL_ID
            + " "
            + STREAM_ID
            + " "
            + format
            + (format.equals(codec) ? "" : " out " + codec)
            + " null",
        events.lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"encoding\":\"G722\",\"sample_rate\":8000,\"channels\":1}",
        "{\"encoding\":\"OPUS\",\"sample_rate\":16000,\"channels\":1}",
        "{\"encoding\":\"AMR-WB\",\"sample_rate\":16000,\"channels\":1}",
        "{\"encoding\":\"PCMU\",\"sample_rate\":16000,\"channels\":1}",
        "{\"encoding\":\"PCMA\",\"sample_rate\":0,\"channels\":1}",
        "{\"encoding\":\"L16\",\"sample_rate\":24000,\"channels\":1}",
        "{\"encoding\":\"L16\",\"sample_rate\":4294975296,\"channels\":1}",
        "{\"encoding\":\"PCMU\",\"sample_rate\":8000,\"channels\":2}",
        "{\"encoding\":\"PCMU\",\"sample_rate\":8000}",
        "{\"encoding\":\"\",\"sample_rate\":8000,\"channels\":1}",
        "{\"encoding\":8000,\"sample_rate\":8000,\"channels\":1}",
        "{}",
        "null"
      })
  void otherMediaFormatIsRefused(String mediaFormat) {
    read(Verdict.MALFORMED, MediaMessages.startWith(mediaFormat));
    assertEquals(List.of(), events.lines);
    assertThrows(IllegalStateException.class, wire::clear);
  }

  @Test
  void aRefusedFormatIsNamedInOneLineWhateverItsName() {
    assertEquals("G722 at 8000 Hz with 1 channel", new MediaFormat("G722", 8000, 1).toString());
    assertEquals("a?b?c at 0 Hz with 2 channels", new MediaFormat("a\nb\u001bc", 0, 2).toString());
    assertTrue(new MediaFormat("x".repeat(1000), 0, 0).toString().length() < 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\\n", "\u00e9"})
  void startWithoutItsIdsIsRefused(String id) {
    read(Verdict.MALFORMED, MediaMessages.START.replace(CALL_CONTROL_ID, id));
    read(Verdict.MALFORMED, MediaMessages.START.replace(STREAM_ID, id));
    read(Verdict.MALFORMED, MediaMessages.START.replace(STREAM_ID, "x".repeat(257)));
    read(Verdict.MALFORMED, MediaMessages.START.replace("stream_id", "streamSid"));
    assertEquals(List.of(), events.lines);
  }

  @Test
  void samplesOfL16AreSwappedWhereTheyAreBigEndian() throws Exception {
    wire = new TelnyxMediaWire(AudioFormat.l16(8000), ByteOrder.BIG_ENDIAN);
    read(Verdict.TAKEN, MediaMessages.start("L16", 8000));
    byte[] odd = {1, 2, 3, 4, 5};
    read(Verdict.TAKEN, MediaMessages.media("1", "0", Base64.getEncoder().encodeToString(odd)));
    assertEquals("audio 1 0 0201040305", events.lines.get(1));

    byte[] frame = new byte[330];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }
    byte[] sent = payloadOf(wire.audio(frame, 10, 320));
    for (int i = 0; i < 320; i++) {
      assertEquals(frame[10 + (i ^ 1)], sent[i]);
    }
    assertEquals(0, frame[0]);
    assertEquals(10, frame[10]);
  }

  @Test
  void onlyTheDirectionThatIsL16IsSwapped() throws Exception {
    wire = new TelnyxMediaWire(AudioFormat.PCMU, ByteOrder.BIG_ENDIAN);
    read(Verdict.TAKEN, MediaMessages.start("L16", 16000));
    read(Verdict.TAKEN, MediaMessages.media("1", "0", "AQID"));
    assertEquals("audio 1 0 020103", events.lines.get(1));
    assertArrayEquals(
        new byte[] {1, 2, 3, 4}, payloadOf(wire.audio(new byte[] {1, 2, 3, 4}, 0, 4)));
  }

  @Test
  void samplesOfL16AreLeftAsTheyAreWhereTheyAreLittleEndian() throws Exception {
    wire = new TelnyxMediaWire(AudioFormat.l16(16000), ByteOrder.LITTLE_ENDIAN);
    read(Verdict.TAKEN, MediaMessages.start("L16", 16000));
    read(Verdict.TAKEN, MediaMessages.media("1", "0", "AQIDBA=="));
    assertEquals("audio 1 0 01020304", events.lines.get(1));
    assertArrayEquals(
        new byte[] {1, 2, 3, 4}, payloadOf(wire.audio(new byte[] {1, 2, 3, 4}, 0, 4)));
  }

  @Test
  void emptyAudioIsNotTold() {
    begin();
    read(Verdict.TAKEN, MediaMessages.media("2", "20", ""));
    assertEquals(List.of(), events.lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "55", "E", "a", "w", "\u0665"})
  void digitThatIsNoKeyIsRefused(String digit) {
    begin();
    read(Verdict.MALFORMED, MediaMessages.DTMF.replace("\"5\"", "\"" + digit + "\""));
    assertEquals(List.of(), events.lines);
  }

  @Test
  void everyKeyIsTold() {
    begin();
    for (char key : "0123456789*#ABCD".toCharArray()) {
      read(Verdict.TAKEN, MediaMessages.DTMF.replace("\"5\"", "\"" + key + "\""));
    }
    assertEquals(16, events.lines.size());
    assertEquals("digit #", events.lines.get(11));
  }

  @ParameterizedTest
  @CsvSource({"PCMU, 8000, 8000", "L16, 8000, 16000", "L16, 16000, 32000"})
  void audioOfUpToASecondIsTaken(String encoding, int rate, int bytes) {
    read(Verdict.TAKEN, MediaMessages.start(encoding, rate));
    String second = Base64.getEncoder().encodeToString(new byte[bytes]);
    read(Verdict.TAKEN, MediaMessages.media("1", "0", second));
    String more = Base64.getEncoder().encodeToString(new byte[bytes + 1]);
    read(Verdict.MALFORMED, MediaMessages.media("2", "0", more));
    assertEquals(2, events.lines.size());
  }

  @Test
  void anErrorMayLackWords() {
    begin();
    read(Verdict.TAKEN, "{\"payload\":{\"code\":\"100005\"},\"event\":\"error\"}");
    assertEquals(List.of("error 100005 : "), events.lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"event\":\"media\"}",
        "{\"event\":5}",
        "{\"event\":\"mark\",\"mark\":{}}",
        "{\"event\":\"mark\",\"mark\":5}",
        "{\"event\":\"dtmf\",\"dtmf\":{\"digit\":5}}",
        "{\"event\":\"error\"}",
        "{\"event\":\"error\",\"payload\":\"x\"}",
        "{\"event\":\"error\",\"payload\":{\"code\":\"x\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\"}}",
        "{\"event\":\"media\",\"media\":{\"timestamp\":\"1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"-1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"1\",\"chunk\":\"-1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"1\",\"chunk\":null}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":1.5}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"not base64\",\"timestamp\":\"1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":5,\"timestamp\":\"1\"}}",
        "{\"event\":\"stop\"} x",
        "{\"event\":\"stop\"",
        "{\"event\":\"stop\",}",
        "{'event':'stop'}",
        "\u00e9"
      })
  void whatIsNoMessageIsMalformed(String message) {
    begin();
    read(Verdict.MALFORMED, message);
    assertEquals(List.of(), events.lines);
  }

  @Test
  void audioIsSentWithExactlyTheFieldsTelnyxKnows() throws Exception {
    begin();
    byte[] frame = new byte[500];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }
    for (int length : new int[] {160, 320, 160}) {
      JsonNode expected =
          JSON.createObjectNode()
              .put("event", "media")
              .set(
                  "media",
                  JSON.createObjectNode()
                      .put(
                          "payload",
                          Base64.getEncoder()
                              .encodeToString(Arrays.copyOfRange(frame, 5, 5 + length))));
      assertEquals(expected, JSON.readTree(wire.audio(frame, 5, length)));
    }
    assertTrue(wire.playsWholeFramesOnly());
  }

  @Test
  void marksAndClearsAreSentWithExactlyTheFieldsTelnyxKnows() throws Exception {
    begin();
    for (String name : List.of("u-7", "\u00e9\"\\\n\u0001\u001f\u007f", "")) {
      JsonNode expected =
          JSON.createObjectNode()
              .put("event", "mark")
              .set("mark", JSON.createObjectNode().put("name", name));
      assertEquals(expected, JSON.readTree(wire.mark(name)));
      read(Verdict.TAKEN, wire.mark(name));
      assertEquals("mark " + name, events.lines.get(events.lines.size() - 1));
    }
    assertEquals(JSON.createObjectNode().put("event", "clear"), JSON.readTree(wire.clear()));
  }

  private static byte[] payloadOf(String message) throws Exception {
    return Base64.getDecoder().decode(JSON.readTree(message).at("/media/payload").textValue());
  }

  private void begin() {
    read(Verdict.TAKEN, MediaMessages.START);
    events.lines.clear();
  }

  private void read(Verdict expected, String message) {
    assertEquals(expected, wire.read(message, events), message);
  }
}
