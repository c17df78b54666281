package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.STREAM_SID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.spi.MediaWire.Verdict;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioMediaWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TwilioMediaWire wire = new TwilioMediaWire(ACCOUNT_SID);
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void wholeStreamIsTold() {
    for (String message : MediaMessages.ALL) {
      assertEquals(Verdict.TAKEN, wire.read(message, events), message);
    }
    assertEquals(
        List.of(
            "start "
                + CALL_SID
                + " "
                + STREAM_SID
                + " AudioFormat[encoding=PCMU, sampleRateHz=8000] t-1",
            "audio 20 ffffffffff",
            "digit 5",
            "mark u-7",
            "stop"),
        events.lines);
  }

  @Test
  void numbersMayBeNumbersAndFieldsInAnyOrder() {
    begin();
    read(
        Verdict.TAKEN,
        " { \"media\" : { \"payload\" : \"AAEC\" , \"new\" : [ { \"x\" : null } , -1.5e3 , true ] ,"
            + " \"timestamp\" : 40 } , \"streamSid\" : \""
            + STREAM_SID
            + "\" , \"event\" : \"media\" } ");
    assertEquals(List.of("audio 40 000102"), events.lines);
  }

  @Test
  void escapesAreResolved() {
    begin();
    read(Verdict.TAKEN, MediaMessages.media("\"60\"", "\\/\\u002f8="));
    read(Verdict.TAKEN, MediaMessages.MARK.replace("u-7", "\\u00e9\\n\\\"\\\\\\t\\b\\f\\r\\/"));
    read(
        Verdict.TAKEN,
        MediaMessages.DTMF.replace("dtmf", "\\u0064tmf").replace("\"5\"", "\"\\u0023\""));
    assertEquals(List.of("audio 60 ffff", "mark é\n\"\\\t\b\f\r/", "digit #"), events.lines);
  }

  @Test
  void unknownEventIsCountedAndPassedOver() {
    begin();
    read(Verdict.UNKNOWN, "{\"event\":\"telepathy\",\"streamSid\":\"" + STREAM_SID + "\"}");
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
    read(Verdict.TAKEN, MediaMessages.STOP);
    read(Verdict.TAKEN, MediaMessages.STOP);
    read(Verdict.TAKEN, MediaMessages.MEDIA);
    assertEquals(List.of("stop"), events.lines);
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
        MediaMessages.START.replace("[\"inbound\"]", "[ \"inbound\", \"outbound\" ]"));
    read(Verdict.TAKEN, MediaMessages.MEDIA);
    read(Verdict.TAKEN, MediaMessages.MEDIA.replace("\"inbound\"", "\"outbound\""));
    assertTrue(events.lines.get(0).endsWith(" t-1 one way"), events.lines.get(0));
    assertEquals(List.of("audio 20 ffffffffff", "heard 20 ffffffffff"), events.lines.subList(1, 3));
    assertThrows(IllegalStateException.class, () -> wire.audio(new byte[160], 0, 160));
    assertThrows(IllegalStateException.class, () -> wire.mark("m"));
    assertThrows(IllegalStateException.class, wire::clear);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"inbound\"]", "[\"outbound\"]", "[\"sideways\",\"inbound\"]"})
  void anyOtherTracksAreTakenAsBothWays(String tracks) {
    read(Verdict.TAKEN, MediaMessages.START.replace("[\"inbound\"]", tracks));
    assertTrue(events.lines.get(0).endsWith(" t-1"), events.lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[\"inbound\"", "[\"inbound\",]", "[1]", "{}", "[[\"inbound\"]]"})
  void brokenTracksAreMalformed(String tracks) {
    read(Verdict.MALFORMED, MediaMessages.START.replace("[\"inbound\"]", tracks));
  }

  @Test
  void emptyAudioIsNotTold() {
    begin();
    read(Verdict.TAKEN, MediaMessages.media("\"20\"", ""));
    assertEquals(List.of(), events.lines);
  }

  @Test
  void anotherStreamIsPassedOver() {
    begin();
    String other = STREAM_SID.replace('1', '2');
    for (String message : List.of(MediaMessages.MEDIA, MediaMessages.MARK, MediaMessages.STOP)) {
      read(Verdict.UNKNOWN, message.replace(STREAM_SID, other));
    }
    assertEquals(List.of(), events.lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"encoding\":\"audio/x-alaw\",\"sampleRate\":8000,\"channels\":1}",
        "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":16000,\"channels\":1}",
        "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":2}",
        "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000}",
        "{\"encoding\":8000,\"sampleRate\":8000,\"channels\":1}",
        "{}",
        "null"
      })
  void otherMediaFormatIsRefused(String mediaFormat) {
    read(Verdict.MALFORMED, MediaMessages.start(mediaFormat, "{}"));
    assertEquals(List.of(), events.lines);
    assertThrows(IllegalStateException.class, wire::clear);
  }

  @Test
  void mediaFormatMayHaveItsNumbersAsStrings() {
    read(
        Verdict.TAKEN,
        MediaMessages.start(
            "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":\"8000\",\"channels\":\"1\"}", "{}"));
    assertEquals(1, events.lines.size());
  }

  @Test
  void startOfAnotherAccountOrWithoutItsIdsIsRefused() {
    read(
        Verdict.MALFORMED, MediaMessages.START.replace(ACCOUNT_SID, ACCOUNT_SID.replace('1', '2')));
    read(Verdict.MALFORMED, MediaMessages.START.replace(CALL_SID, "CA1"));
    read(Verdict.MALFORMED, MediaMessages.START.replace(STREAM_SID, "MZ\\\""));
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

  @Test
  void audioOfUpToASecondIsTaken() {
    begin();
    byte[] second = new byte[8000];
    read(Verdict.TAKEN, MediaMessages.media("\"0\"", Base64.getEncoder().encodeToString(second)));
    byte[] more = new byte[8001];
    read(Verdict.MALFORMED, MediaMessages.media("\"0\"", Base64.getEncoder().encodeToString(more)));
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
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\"}}",
        "{\"event\":\"media\",\"media\":{\"timestamp\":\"1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"-1\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"\"}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":1.5}}",
        "{\"event\":\"media\",\"media\":{\"payload\":\"AAAA\",\"timestamp\":\"9999999999999999999\"}}",
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
  void audioIsSentWithExactlyTheFieldsTwilioKnows() throws Exception {
    begin();
    byte[] frame = new byte[500];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }
    for (int length : new int[] {160, 0, 1, 490, 2}) {
      String payload = Base64.getEncoder().encodeToString(Arrays.copyOfRange(frame, 5, 5 + length));
      JsonNode expected =
          JSON.createObjectNode()
              .put("event", "media")
              .put("streamSid", STREAM_SID)
              .set("media", JSON.createObjectNode().put("payload", payload));
      assertEquals(expected, JSON.readTree(wire.audio(frame, 5, length)));
    }
  }

  @Test
  void marksAndClearsAreSentWithExactlyTheFieldsTwilioKnows() throws Exception {
    begin();
    for (String name : List.of("u-7", "é\"\\\n\u0001\u001f\u007f😀", "")) {
      JsonNode expected =
          JSON.createObjectNode()
              .put("event", "mark")
              .put("streamSid", STREAM_SID)
              .set("mark", JSON.createObjectNode().put("name", name));
      assertEquals(expected, JSON.readTree(wire.mark(name)));
      read(Verdict.TAKEN, wire.mark(name));
      assertEquals("mark " + name, events.lines.get(events.lines.size() - 1));
    }
    assertEquals(
        JSON.createObjectNode().put("event", "clear").put("streamSid", STREAM_SID),
        JSON.readTree(wire.clear()));
  }

  private void begin() {
    read(Verdict.TAKEN, MediaMessages.START);
    events.lines.clear();
  }

  private void read(Verdict expected, String message) {
    assertEquals(expected, wire.read(message, events), message);
  }
}
