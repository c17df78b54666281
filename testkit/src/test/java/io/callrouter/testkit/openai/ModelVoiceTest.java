package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelVoiceTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void whatTheVoiceSpeaksIsSaidToItsLastSample() {
    short[] sound = new short[12_345];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (short) (i - 6000);
    }
    model.answering(turn -> Answer.says("Hello.", Duration.ofSeconds(9)));
    model.speaking((text, rate) -> text.equals("Hello.") && rate == 24_000 ? sound : null);
    TestClient client = new TestClient(time, model).connect();
    client.say("{'type':'response.create'}").wait(10_000);

    assertArrayEquals(WireAudio.PCM.encode(sound), TestClient.audio(client.events()));
    ConversationItem item = model.session().conversation().get(0);
    assertEquals(Duration.ofMillis(514), item.generated());
    assertEquals(-1, item.speech());
  }

  @Test
  void whatItDoesNotSpeakIsToldByTones() {
    model.answering(turn -> Answer.says("Hello.", Duration.ofSeconds(1)));
    model.speaking((text, rate) -> null);
    TestClient client = new TestClient(time, model).connect();
    client.say("{'type':'response.create'}").wait(10_000);

    short[] heard = WireAudio.PCM.decode(TestClient.audio(client.events()));
    assertEquals(0, CodedSpeech.read(heard, 0, 24_000).orElseThrow().number());
    assertEquals(Duration.ofSeconds(1), model.session().conversation().get(0).generated());
  }
}
