package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Alert;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conferences of an account: each is there from its first participant to its last. */
final class Conferences {
  private static final int FULL = 16020;
  private static final int LABEL_IN_USE = 16025;

  private final Map<String, ConferenceRoom> rooms = new HashMap<>();
  private int made;

  /**
   * Takes a call into the conference it names.
   *
   * @return the conference, or null if it does not take the call, which then has an alert
   */
  synchronized @Nullable ConferenceRoom join(Participant participant) {
    Conference terms = participant.terms();
    ConferenceRoom room = rooms.get(terms.room());
    if (room == null) {
      String sid = participant.call().account().idOf("CF", terms.room() + " conference " + ++made);
      room = new ConferenceRoom(sid, participant);
      rooms.put(terms.room(), room);
    }
    if (room.size() >= terms.maxParticipants()) {
      refuse(participant, FULL, "conference " + terms.room() + " is full");
      return null;
    }
    if (terms.label() != null && room.hasLabel(terms.label())) {
      refuse(participant, LABEL_IN_USE, "label " + terms.label() + " is in use");
      return null;
    }
    room.join(participant);
    return room;
  }

  /**
   * A call goes, by itself or because the conference is over.
   *
   * @param hungUp whether the caller hung up, and does not only leave the conference
   */
  synchronized void leave(ConferenceRoom room, Participant participant, boolean hungUp) {
    room.leave(participant, hungUp);
    if (room.over().isDone()) {
      rooms.remove(participant.terms().room(), room);
    }
  }

  private static void refuse(Participant participant, int code, String why) {
    participant.call().log().alert(Alert.Level.ERROR, code, why);
  }
}
