package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Directive.Handover;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptCommandsTest {
  private static final URI FILE = URI.create("https://files.example.test/hello.wav?k=1");

  private final SentCommands sent = new SentCommands();
  private final PromptCommands prompts = new PromptCommands(sent.sender, sent.options);

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void saySpeaksWithVoiceAndLanguageOfTheOptions() {
    assertEquals(Handover.TAKEN, send(prompts.say(Action.say("Hello, \"you\"."), answered())));
    sent.assertSent(
        "speak",
        "say",
        """
        {"payload":"Hello, \\"you\\".","payload_type":"text","voice":"female","language":"en-US"}""");
  }

  @Test
  void sayTakesVoiceAndLanguageOfTheAction() {
    send(prompts.say(Action.say("Hallo").language("de-DE").voice("AWS.Polly.Vicki"), answered()));
    sent.assertSent(
        "speak",
        "say",
        """
        {"payload":"Hallo","payload_type":"text","voice":"AWS.Polly.Vicki","language":"de-DE"}""");
  }

  @Test
  void sayTakesAsMuchAsTelnyxDoesAndRefusesMore() {
    prompts.say(Action.say("x".repeat(3000)), answered());
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> prompts.say(Action.say("x".repeat(3001)), answered()));
    assertTrue(thrown.getMessage().contains("3000"), thrown::getMessage);
    assertEquals(List.of(), sent.http.requests());
  }

  @Test
  void playTellsTheTypeOfTheFile() {
    assertEquals(Handover.TAKEN, send(prompts.play(Action.play(FILE), answered())));
    sent.assertSent(
        "playback_start",
        "play",
        """
        {"audio_url":"https://files.example.test/hello.wav?k=1","audio_type":"wav"}""");
  }

  @ParameterizedTest
  @CsvSource({"/a.MP3, mp3", "/a.WAV, wav", "/a, ''", "/a.wav/b, ''"})
  void typeOfAFileIsTakenFromItsName(String path, String type) {
    send(prompts.play(Action.play(URI.create("https://files.example.test" + path)), answered()));
    assertEquals(type, sent.body().path("audio_type").asText());
  }

  @Test
  void gatherInSilence() {
    Action.Gather action = Action.gather().digits(4).timeout(Duration.ofSeconds(7));
    assertEquals(Handover.TAKEN, send(prompts.gather(action, answered())));
    sent.assertSent(
        "gather",
        "gather",
        """
        {"initial_timeout_millis":7000,"inter_digit_timeout_millis":7000,"timeout_millis":35000,
         "minimum_digits":1,"maximum_digits":4,"terminating_digit":"#"}""");
  }

  @Test
  void gatherWhileATextIsSpoken() {
    send(prompts.gather(Action.gather("One or two?").digits(1).finishOn("*"), answered()));
    sent.assertSent(
        "gather_using_speak",
        "gather",
        """
        {"payload":"One or two?","payload_type":"text","voice":"female","language":"en-US",
         "timeout_millis":5000,"inter_digit_timeout_millis":5000,"maximum_tries":1,
         "minimum_digits":1,"maximum_digits":1,"terminating_digit":"*"}""");
  }

  @Test
  void gatherWhileAFileIsPlayedAndAnyNumberOfDigitsWithoutAFinishingKey() {
    send(prompts.gather(Action.gather().prompt(Action.play(FILE)).finishOn(""), answered()));
    sent.assertSent(
        "gather_using_audio",
        "gather",
        """
        {"audio_url":"https://files.example.test/hello.wav?k=1",
         "timeout_millis":5000,"inter_digit_timeout_millis":5000,"maximum_tries":1,
         "minimum_digits":1,"maximum_digits":128,"terminating_digit":""}""");
  }

  @Test
  void gatherRefusesWhatTelnyxCannot() {
    assertThrows(
        UnsupportedCapabilityException.class,
        () -> prompts.gather(Action.gather("Say it.").speech(), answered()));
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> prompts.gather(Action.gather().digits(129), answered()));
    assertTrue(thrown.getMessage().contains("128"), thrown::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> prompts.gather(Action.gather("x".repeat(3001)), answered()));
    assertEquals(List.of(), sent.http.requests());
  }
}
