package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each command does to a leg. Needs the lock.
 *
 * <p>Which error a second {@code answer} or a late {@code reject} gets is not confirmed: here an
 * invalid value. Commands that stop what does not go on are taken and do nothing.
 */
final class LegCommands {
  private static final Set<String> BEFORE_ANSWER =
      Set.of("answer", "reject", "hangup", "client_state_update");

  private final CallControl control;
  private final Leg leg;

  LegCommands(CallControl control, Leg leg) {
    this.control = control;
    this.leg = leg;
  }

  /**
   * Does a command whose body was checked.
   *
   * @return what is answered
   * @throws ApiRefusal if the leg cannot do that now; nothing has happened then
   */
  ObjectNode perform(String name, ObjectNode body) throws ApiRefusal {
    if (!leg.isAlive()) {
      throw new ApiRefusal(ApiError.ended());
    }
    if (!leg.wasAnswered() && !BEFORE_ANSWER.contains(name)) {
      throw new ApiRefusal(ApiError.notAnswered());
    }
    ObjectNode result = Json.object().put("result", "ok");
    switch (name) {
      case "answer" -> answer(body, result);
      case "reject" -> reject(body);
      case "hangup" -> hangup(body);
      case "bridge" -> bridge(body);
      case "transfer" -> transfer(body);
      case "speak" -> play(body, speech(body, "payload", true));
      case "playback_start" -> play(body, file(body, "audio_url", "media_name"));
      case "playback_stop" -> playbackStop(body);
      case "gather" -> gather(body, GatherOptions.of(body));
      case "gather_using_speak" -> gatherUsingSpeak(body);
      case "gather_using_audio" -> gatherUsingAudio(body);
      case "gather_stop" -> gather(body, null);
      case "send_dtmf" -> sendDtmf(body);
      case "record_start" -> result.put("recording_id", recordStart(body));
      case "record_stop" -> recordStop(body);
      case "streaming_start" -> streamingStart(body);
      case "streaming_stop" -> streamingStop(body);
      case "client_state_update" -> leg.configure(body);
      default -> throw new IllegalArgumentException("a command with a form and no effect: " + name);
    }
    return result;
  }

  private void answer(ObjectNode body, ObjectNode result) throws ApiRefusal {
    if (leg.direction() == Leg.Direction.OUTGOING || leg.wasAnswered()) {
      throw new ApiRefusal(ApiError.badValue("", "This call cannot be answered (any more)."));
    }
    StreamOptions stream = streamOptions(body);
    leg.configure(body);
    leg.answer();
    if (stream != null) {
      leg.stream().open(stream);
    }
    RecordingOptions recorded = RecordingOptions.fromAnswer(body);
    if (recorded != null) {
      LegRecording recording = new LegRecording(leg, control, recorded);
      leg.record(recording);
      result.put("recording_id", recording.id());
    }
  }

  private void reject(ObjectNode body) throws ApiRefusal {
    if (leg.direction() == Leg.Direction.OUTGOING || leg.wasAnswered()) {
      throw new ApiRefusal(ApiError.badValue("", "This call cannot be rejected (any more)."));
    }
    leg.configure(body);
    boolean busy = body.path("cause").asText().equals("USER_BUSY");
    leg.hangUp(busy ? Hangup.busy() : Hangup.rejected());
  }

  /** Of an outgoing leg the application is the caller, of an incoming one whom he called. */
  private void hangup(ObjectNode body) {
    leg.configure(body);
    boolean outgoing = leg.direction() == Leg.Direction.OUTGOING;
    if (outgoing && !leg.wasAnswered()) {
      leg.hangUp(Hangup.canceled());
    } else {
      leg.hangUp(Hangup.by(outgoing ? Hangup.CALLER : Hangup.CALLEE));
    }
  }

  private void bridge(ObjectNode body) throws ApiRefusal {
    Leg other = control.leg(body.path("call_control_id").asText());
    if (other == leg) {
      throw new ApiRefusal(ApiError.badCallControlId());
    }
    if (!other.isAlive()) {
      throw new ApiRefusal(ApiError.ended());
    }
    if (!other.wasAnswered()) {
      throw new ApiRefusal(ApiError.notAnswered());
    }
    boolean taken = leg.peer() != null || other.peer() != null;
    if (taken && body.path("prevent_double_bridge").asBoolean()) {
      throw new ApiRefusal(ApiError.badValue("call_control_id", "It is bridged already."));
    }
    leg.configure(body);
    leg.bridge(other, body.hasNonNull("park_after_unbridge"));
  }

  private void transfer(ObjectNode body) throws ApiRefusal {
    Leg target = Dialling.transfer(body, control, leg).dial();
    leg.configure(body);
    leg.parksAfterUnbridge(body.hasNonNull("park_after_unbridge"));
    leg.note(Kind.VERB, "transfer to " + target.to());
  }

  private void play(ObjectNode body, Sound sound) {
    leg.configure(body);
    if (body.hasNonNull("stop")) {
      leg.audio().stop(isAll(body));
    }
    leg.audio().play(sound);
  }

  private void playbackStop(ObjectNode body) {
    leg.configure(body);
    leg.audio().stop(isAll(body));
  }

  private void gatherUsingSpeak(ObjectNode body) {
    Sound prompt = speech(body, "payload", false);
    Sound invalid =
        body.hasNonNull("invalid_payload") ? speech(body, "invalid_payload", false) : null;
    gather(body, GatherOptions.prompted(body, prompt, invalid));
  }

  private void gatherUsingAudio(ObjectNode body) throws ApiRefusal {
    Sound prompt = file(body, "audio_url", "media_name");
    boolean corrects =
        body.hasNonNull("invalid_audio_url") || body.hasNonNull("invalid_media_name");
    Sound invalid = corrects ? file(body, "invalid_audio_url", "invalid_media_name") : null;
    gather(body, GatherOptions.prompted(body, prompt, invalid));
  }

  private void gather(ObjectNode body, @Nullable GatherOptions options) {
    leg.configure(body);
    leg.gather(options == null ? null : new DigitGather(leg, control, options));
  }

  private void sendDtmf(ObjectNode body) {
    leg.configure(body);
    leg.hear(body.path("digits").asText());
  }

  private String recordStart(ObjectNode body) {
    leg.configure(body);
    LegRecording recording = new LegRecording(leg, control, RecordingOptions.of(body));
    leg.record(recording);
    return recording.id();
  }

  private void recordStop(ObjectNode body) {
    leg.configure(body);
    leg.record(null);
  }

  private void streamingStart(ObjectNode body) throws ApiRefusal {
    if (leg.stream().isOpen()) {
      throw new ApiRefusal(ApiError.streaming());
    }
    StreamOptions options = streamOptions(body);
    leg.configure(body);
    if (options != null) {
      leg.stream().open(options);
    }
  }

  private void streamingStop(ObjectNode body) {
    leg.configure(body);
    leg.stream().stop();
  }

  private @Nullable StreamOptions streamOptions(ObjectNode body) throws ApiRefusal {
    return StreamOptions.of(body, leg.parts().options());
  }

  private static Sound speech(ObjectNode body, String field, boolean announced) {
    return Sound.speech(body.path(field).asText(), loop(body), announced);
  }

  private Sound file(ObjectNode body, String url, String mediaName) throws ApiRefusal {
    if (body.hasNonNull(url) == body.hasNonNull(mediaName)) {
      throw new ApiRefusal(ApiError.missing(url));
    }
    return Sound.file(
        body.path(url).asText(""),
        body.path(mediaName).asText(""),
        leg.parts().options().playLength(),
        loop(body));
  }

  private static JsonNode loop(ObjectNode body) {
    return body.path("loop");
  }

  private static boolean isAll(ObjectNode body) {
    return !body.path("stop").asText("all").equals("current");
  }
}
