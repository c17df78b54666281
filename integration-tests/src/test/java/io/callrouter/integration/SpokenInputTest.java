package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Speech;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A menu that listens: words, keys instead of words, and neither. */
class SpokenInputTest {
  private final List<Outcome> outcomes = new ArrayList<>();
  private final VirtualOffice office =
      VirtualOffice.of(
          builder ->
              builder.route(
                  "menu",
                  Match.any(),
                  flow -> {
                    Outcome wish =
                        flow.run(
                            Action.gather("Sales or support?")
                                .digits(1)
                                .speech(
                                    Speech.in("en-GB")
                                        .hints(List.of("sales", "support"))
                                        .silence(Duration.ofSeconds(1))));
                    flow.once("keep", () -> String.valueOf(outcomes.add(wish)));
                    flow.run(Action.say(answerTo(wish)));
                  }));

  private static String answerTo(Outcome wish) {
    if (wish.is(Outcome.Kind.TIMED_OUT)) {
      return "We heard nothing.";
    }
    boolean sales =
        wish.digits().equals("1") || wish.result().toLowerCase(Locale.ROOT).contains("sales");
    return sales ? "Sales it is." : "Pardon?";
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void whatIsSaidIsTheResultWithItsConfidence() {
    TwilioCaller caller = office.call().untilIdle().say("Sales, please.", 0.83).untilIdle();
    assertEquals(List.of("Sales or support?", "Sales it is."), caller.heardSpeech());
    assertEquals("Sales, please.", outcomes.get(0).result());
    assertEquals("0.83", outcomes.get(0).detail(Outcome.Detail.CONFIDENCE));
    assertEquals("", outcomes.get(0).digits());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aKeyDoesInsteadOfAWord() {
    TwilioCaller caller = office.call().press("1").untilIdle();
    assertEquals("Sales it is.", caller.heardSpeech().get(0), "the prompt was cut before a word");
    assertEquals("1", outcomes.get(0).digits());
    assertEquals("", outcomes.get(0).result());
  }

  @Test
  void neitherIsATimeOut() {
    TwilioCaller caller = office.call().untilIdle().silentFor(Duration.ofSeconds(6)).untilIdle();
    assertEquals("We heard nothing.", caller.heardSpeech().get(1));
    assertEquals(Outcome.Kind.TIMED_OUT, outcomes.get(0).kind());
  }

  @Test
  void aRepeatedAnswerChangesNothing() {
    TwilioCaller caller = office.call().untilIdle().say("support");
    caller.until(() -> caller.verbs().size() == 2, Duration.ofSeconds(9));
    caller.repeatLastWebhook().untilIdle();
    assertEquals(List.of("Gather", "Say"), caller.verbs());
    assertEquals("Pardon?", caller.heardSpeech().get(1));
    assertEquals(1, outcomes.size());
  }

  @Test
  void aCallerWhoHangsUpInTheMiddleOfAWordSaidNothing() {
    TwilioCaller caller = office.call().untilIdle().say("sales");
    caller.silentFor(Duration.ofMillis(100)).hangUp().untilIdle();
    assertEquals(List.of(), outcomes);
    assertEquals(List.of("Gather"), caller.verbs());
  }
}
