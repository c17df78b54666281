package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Mishap;
import io.callrouter.testkit.openai.ModelConnection;
import io.callrouter.testkit.openai.ModelListener;
import io.callrouter.testkit.openai.Moment;
import io.callrouter.testkit.openai.SessionPlan;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs what docs/testing.md shows of the simulated model. */
class ModelThatBreaksOffTest {
  private static final int BROKEN_OFF = 1006;

  private final List<String> heard = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();

  @Test
  void theModelOfThePageBreaksOffWhenItsFirstAnswerHasBegun() {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      SimulatedModel model =
          SimulatedModel.create(time)
              .answering(turn -> Answer.says("Good morning.").then(Answer.calls("lookup", "{}")))
              .next(SessionPlan.sound().at(Moment.after("response.created"), new Mishap.Cut()));
      var opened =
          model.connect(
              "gpt-realtime", Map.of("Authorization", "Bearer " + model.apiKey()), listener());
      time.runReady();
      ModelConnection connection = opened.join();
      var unused = connection.send("{\"type\":\"response.create\"}");
      time.advance(Duration.ofSeconds(5));

      assertTrue(
          heard.get(heard.size() - 1).contains("\"response.created\""), () -> heard.toString());
      assertEquals(List.of(BROKEN_OFF), closed);
      assertEquals(0, model.openSessions());
    }
  }

  private ModelListener listener() {
    return new ModelListener() {
      @Override
      public void onText(String message) {
        heard.add(message);
      }

      @Override
      public void onClosed(int code, String reason) {
        closed.add(code);
      }
    };
  }
}
