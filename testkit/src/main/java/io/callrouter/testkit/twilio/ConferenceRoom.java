package io.callrouter.testkit.twilio;

import io.callrouter.testkit.TimelineEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One conference. It starts when two are there, of whom one may start it, and is over when the last
 * has gone, or one who takes all the others along. Only what its first participant asked for is
 * told. All methods but {@link #over} are called under the lock of {@link Conferences}.
 */
final class ConferenceRoom {
  private final String sid;
  private final Participant founder;
  private final List<Participant> present = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private @Nullable Duration startedAt;
  private int told;

  ConferenceRoom(String sid, Participant founder) {
    this.sid = sid;
    this.founder = founder;
  }

  /** Is complete when the conference is over for everybody. */
  CompletableFuture<@Nullable Void> over() {
    return over;
  }

  int size() {
    return present.size();
  }

  boolean hasLabel(String label) {
    return present.stream().anyMatch(other -> label.equals(other.terms().label()));
  }

  void join(Participant participant) {
    present.add(participant);
    tellOf(participant, "participant-join", Map.of());
    if (startedAt != null) {
      note(participant, Kind.CONFERENCE, "");
    } else if (size() > 1 && present.stream().anyMatch(other -> other.terms().startOnEnter())) {
      startedAt = founder.call().clock().now();
      tell("conference-start", Map.of());
      present.forEach(other -> note(other, Kind.CONFERENCE, ""));
    } else {
      note(participant, Kind.CONFERENCE_WAIT, ": " + participant.terms().waitAudio());
    }
  }

  /** Nothing happens if the conference has ended already. */
  void leave(Participant participant, boolean hungUp) {
    if (over.isDone()) {
      return;
    }
    go(participant, "participant_hung_up", hungUp);
    if (participant.terms().endOnExit()) {
      List.copyOf(present).forEach(other -> go(other, "moderator_ended_conference", false));
      end("participant-with-end-conference-on-exit-left", participant);
    } else if (present.isEmpty()) {
      end("last-participant-left", participant);
    }
  }

  private void go(Participant participant, String reason, boolean hungUp) {
    present.remove(participant);
    note(participant, Kind.CONFERENCE_LEFT, "");
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("ParticipantCallStatus", hungUp ? "completed" : "in-progress");
    parameters.put("ReasonParticipantLeft", reason);
    tellOf(participant, "participant-leave", parameters);
  }

  private void end(String reason, Participant last) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("CallSidEndingConference", last.call().carrierId());
    if (last.terms().label() != null) {
      parameters.put("ParticipantLabelEndingConference", last.terms().label());
    }
    parameters.put("ReasonConferenceEnded", reason);
    tell("conference-end", parameters);
    RecordingOrder order = founder.terms().recording();
    Duration since = startedAt;
    if (order != null && since != null) {
      Duration length = founder.call().clock().now().minus(since);
      order.over(length, Map.of("ConferenceSid", sid), founder.call());
    }
    over.complete(null);
  }

  private void tellOf(Participant participant, String event, Map<String, String> more) {
    Map<String, String> parameters = new LinkedHashMap<>(more);
    parameters.put("CallSid", participant.call().carrierId());
    parameters.putAll(participant.terms().parameters());
    tell(event, parameters);
  }

  /** The word one subscribes with is the last part of the event's own. */
  private void tell(String event, Map<String, String> more) {
    NextDocument subscriber = founder.terms().status();
    String word = event.substring(event.indexOf('-') + 1);
    if (subscriber == null || !founder.terms().events().contains(word)) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>(more);
    parameters.put("AccountSid", founder.call().account().sid());
    parameters.put("ConferenceSid", sid);
    parameters.put("FriendlyName", founder.terms().room());
    parameters.put("StatusCallbackEvent", event);
    founder.call().callbacks().conference(subscriber, told++, parameters);
  }

  private void note(Participant participant, Kind kind, String more) {
    participant.call().log().add(kind, founder.terms().room() + more);
  }
}
