package io.callrouter.testkit.twilio;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins the call with all others that are in the conference of that name.
 *
 * @param room the conference's name
 * @param label the participant's, or null
 * @param muted whether the others do not hear this one
 * @param startOnEnter whether the conference may start when this one comes
 * @param endOnExit whether it is over for all when this one goes
 * @param waitUrl what is heard before it starts: empty for silence, null for the carrier's music
 * @param maxParticipants how many it holds
 * @param status who is told of it, or null for nobody
 * @param events what is told of
 * @param recording what is done with a recording, or null if none is made
 * @param timeLimit how long this one may take part
 * @param hangupOnStar whether this one leaves with the star key
 * @param action what to ask for then, or null to go on with the next verb
 */
record Conference(
    String room,
    @Nullable String label,
    boolean muted,
    boolean startOnEnter,
    boolean endOnExit,
    @Nullable String waitUrl,
    int maxParticipants,
    @Nullable NextDocument status,
    Set<String> events,
    @Nullable RecordingOrder recording,
    Duration timeLimit,
    boolean hangupOnStar,
    @Nullable NextDocument action)
    implements Verb {
  /** {@code Conference} is no verb but stands in one. */
  @Override
  public String name() {
    return "Dial";
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.answer();
    boolean admitted = false;
    try {
      admitted = takePart(call);
    } catch (CallOver over) {
      throw action != null && call.options().asksAfterHangUp()
          ? over.asking(action.with(Map.of("DialCallStatus", "answered")))
          : over;
    }
    String status = admitted ? "answered" : "failed";
    return action == null ? null : action.with(Map.of("DialCallStatus", status));
  }

  private boolean takePart(LiveCall call) throws CallOver, InterruptedException {
    Participant participant = new Participant(call.context(), this);
    Conferences conferences = call.context().conferences();
    ConferenceRoom joined = conferences.join(participant);
    if (joined == null) {
      return false;
    }
    try {
      new Conversation(call, timeLimit, hangupOnStar).last(joined.over(), true);
    } finally {
      conferences.leave(joined, participant, call.hasHungUp());
    }
    return true;
  }

  /** What the carrier tells of somebody who takes part so. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (label != null) {
      parameters.put("ParticipantLabel", label);
    }
    parameters.put("Muted", Boolean.toString(muted));
    parameters.put("Hold", "false");
    parameters.put("Coaching", "false");
    parameters.put("StartConferenceOnEnter", Boolean.toString(startOnEnter));
    parameters.put("EndConferenceOnExit", Boolean.toString(endOnExit));
    return parameters;
  }

  /** What is heard before it starts, for a person to read. */
  String waitAudio() {
    if (waitUrl == null) {
      return "music";
    }
    return waitUrl.isEmpty() ? "silence" : waitUrl;
  }
}
