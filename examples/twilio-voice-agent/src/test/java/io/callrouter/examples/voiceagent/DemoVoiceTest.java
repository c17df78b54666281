package io.callrouter.examples.voiceagent;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoVoiceTest {
  @Test
  void eachLineIsGreetedByVoice() throws IOException {
    DemoVoice voice = new DemoVoice();
    for (Line line : Line.read(null)) {
      for (String asked : List.of(line.greeting(), line.nobodyFree())) {
        String said = DemoBrain.asked(asked);
        assertNotNull(voice.speak(said, 8000), said);
      }
    }
  }

  @Test
  void whatTheExpertsAnswerToTheErrandIsSpoken() throws IOException {
    DemoVoice voice = new DemoVoice();
    for (String result :
        List.of(
            "{'hotels':[{'city':'Lisbon','eurosPerNight':96},{},{}]}",
            "{'booking':{'euros':288}}",
            "{'paid':true,'totalEuros':288}")) {
      String said = DemoBrain.told(result.replace('\'', '"'));
      assertNotNull(voice.speak(said, 8000), said);
    }
    assertNull(voice.speak("Something else.", 8000), "tones");
  }
}
