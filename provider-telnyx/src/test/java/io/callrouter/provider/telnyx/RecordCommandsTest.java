package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.spi.Directive.Handover;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordCommandsTest {
  private final SentCommands sent = new SentCommands();
  private final RecordCommands records = new RecordCommands(sent.sender);

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void recordsTheCallersVoice() {
    Action.Record action = Action.record(Duration.ofMinutes(3));
    assertEquals(Handover.TAKEN, send(records.record(action, answered())));
    sent.assertSent(
        "record_start",
        "record",
        """
        {"format":"wav","channels":"single","recording_track":"inbound","play_beep":true,
         "max_length":180,"timeout_secs":5,"trim":"trim-silence"}""");
  }

  @Test
  void withoutToneAndUncut() {
    Action.Record action =
        Action.record(Duration.ofSeconds(14_400))
            .beep(false)
            .trim(false)
            .silence(Duration.ofSeconds(9));
    send(records.record(action, answered()));
    sent.assertSent(
        "record_start",
        "record",
        """
        {"format":"wav","channels":"single","recording_track":"inbound","play_beep":false,
         "max_length":14400,"timeout_secs":9}""");
  }

  @Test
  void refusesALongerOneThanTelnyxMakes() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> records.record(Action.record(Duration.ofSeconds(14_401)), answered()));
    assertTrue(thrown.getMessage().contains("14400"), thrown::getMessage);
  }
}
