package io.callrouter.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.call.EndCause;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ConversationItem;
import io.callrouter.testkit.openai.ModelResponse;
import io.callrouter.testkit.openai.SimulatedSession;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model's service says anything at all in one call, while another one talks with its own
 * session: nothing is thrown, the other caller hears all of every answer, and both calls end as
 * they should.
 *
 * <p>Each line of an input is a message; {@code $R} and {@code $I} in it are the ids of an answer
 * that is being made and of what is being said.
 */
class ServiceMessageFuzzTest {
  private static final int MOST_LINES = 40;
  private static final Duration LENGTH = Duration.ofMillis(1600);

  static Stream<byte[]> messages() {
    String delta =
        "{\"type\":\"response.output_audio.delta\",\"response_id\":\"%s\",\"item_id\":\"%s\","
            + "\"output_index\":0,\"content_index\":0,\"delta\":\"%s\"}";
    return Stream.of(
            lines(
                delta.formatted("$R", "$I", "AAAA"),
                delta.formatted("$R", "", "////"),
                delta.formatted("", "", "AAAA"),
                delta.formatted("$R", "a\\nb", "AAA="),
                delta.formatted("r", "i", "no base64"),
                "{\"type\":\"response.output_audio.done\",\"response_id\":\"$R\",\"item_id\":\"$I\"}",
                delta.formatted("$R", "$I", "AAAA"),
                done("$R", "completed"),
                done("$R", "completed")),
            lines(
                "{\"type\":\"input_audio_buffer.speech_started\",\"audio_start_ms\":-1}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":{}}",
                "{\"type\":\"input_audio_buffer.speech_stopped\"}",
                "{\"type\":\"input_audio_buffer.speech_stopped\"}",
                "{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}",
                "{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}",
                done("r3", "failed"),
                done("r2", "cancelled")),
            lines(
                "{\"type\":\"session.created\",\"session\":{\"expires_at\":9223372036854775807}}",
                "{\"type\":\"session.created\",\"session\":{\"expires_at\":-1e400}}",
                "{\"type\":\"session.updated\",\"session\":null}",
                "{\"type\":\"session.updated\"}"),
            lines(
                error("session_expired"),
                error("conversation_already_has_active_response"),
                "{\"type\":\"error\",\"error\":[]}",
                error("rate_limit_exceeded")),
            error("invalid_api_key"),
            lines(
                "{\"type\":\"response.output_item.done\",\"response_id\":\"$R\",\"item\":{\"type\":"
                    + "\"function_call\",\"status\":\"completed\",\"id\":\"f\",\"call_id\":\"c\","
                    + "\"name\":\"hang_up\",\"arguments\":\"{\"}}",
                "{\"type\":\"response.output_item.done\",\"item\":7}",
                "{\"type\":\"response.function_call_arguments.done\",\"name\":\"x\"}",
                "{\"type\":\"conversation.item.input_audio_transcription.completed\"}",
                "{\"type\":\"response.output_audio_transcript.delta\",\"delta\":[1]}"),
            lines("", "null", "[]", "{", "{\"type\":null}", "{\"type\":{}}", "\u0000"),
            "[".repeat(3000))
        .map(text -> text.getBytes(UTF_8));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }

  private static String done(String response, String status) {
    return "{\"type\":\"response.done\",\"response\":{\"id\":\""
        + response
        + "\",\"status\":\""
        + status
        + "\",\"usage\":{\"input_tokens\":1e99}}}";
  }

  private static String error(String code) {
    return "{\"type\":\"error\",\"error\":{\"code\":\"" + code + "\",\"event_id\":\"update0\"}}";
  }

  @MethodSource("messages")
  @FuzzTest
  void theServiceMaySayAnythingAndTheOtherCallNoticesNothing(byte[] input) {
    try (Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it)) {
      // No faster than it is heard, so that the first message comes while an answer is made.
      simulation.model.pace(1).answering(turn -> Answer.says("At length.", LENGTH));
      SimulatedCaller other = simulation.call();
      other.silentFor(Duration.ofMillis(10));
      SimulatedCaller victim = simulation.call();
      victim.silentFor(Duration.ofSeconds(1));
      String[] messages = new String(input, UTF_8).split("\n", MOST_LINES);
      for (String message : messages) {
        simulation.listeners.get(1).onText(filled(message, simulation.model.sessions().get(1)));
        victim.silentFor(Duration.ofMillis(50));
      }
      other.untilIdle().speak(Voice.vowel(600)).untilIdle();
      assertEquals(2, heardWhole(other, simulation.model.sessions().get(0)));
      victim.hangUp().untilIdle();
      other.hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, other.record().cause());
      assertEquals(EndCause.COMPLETED, victim.record().cause());
      assertEquals(0, simulation.model.openSessions());
    }
  }

  private static String filled(String message, SimulatedSession session) {
    List<ModelResponse> responses = session.responses();
    ModelResponse last = responses.get(responses.size() - 1);
    String item = last.items().isEmpty() ? "" : last.items().get(0);
    return message.replace("$R", last.id()).replace("$I", item);
  }

  /** How many answers the caller heard, each to its end. */
  private static int heardWhole(SimulatedCaller caller, SimulatedSession session) {
    List<Integer> said =
        session.conversation().stream()
            .filter(item -> !item.generated().isZero())
            .map(ConversationItem::speech)
            .toList();
    List<Voice.Heard> heard = Voice.heardIn(caller.heard());
    assertEquals(said, heard.stream().map(Voice.Heard::number).toList());
    for (Voice.Heard each : heard) {
      assertTrue(LENGTH.minus(each.upTo()).toMillis() <= 20, each::toString);
    }
    assertEquals(List.of(), session.refused());
    return heard.size();
  }
}
