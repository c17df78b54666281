package io.callrouter.testkit;

import java.time.Duration;

/**
 * Something that happened in a simulated call.
 *
 * @param kind what happened
 * @param at when, counted from the start of the call
 * @param took how long the matter took that is over with this: an answer since its request, an open
 *     socket since its handshake, the first audio since the stream's start, a returned mark since
 *     it came; zero for all others
 * @param detail what is known of it, for a person to read
 * @since 0.1
 */
public record TimelineEvent(Kind kind, Duration at, Duration took, String detail) {
  /** What can happen. */
  public enum Kind {
    /** A request was sent to the application. */
    WEBHOOK,
    /** Its answer came. */
    ANSWER,
    /** The carrier began a verb. */
    VERB,
    /** The call was answered. */
    ANSWERED,
    /** The leg to a far end is in another state. */
    FAR_END,
    /** The caller waits for a conference to start; with what he hears meanwhile. */
    CONFERENCE_WAIT,
    /** The caller and the others in a conference hear each other. */
    CONFERENCE,
    /** The caller has left a conference, or it is over. */
    CONFERENCE_LEFT,
    /** The media socket is open. */
    SOCKET_OPEN,
    /** The media stream began. */
    STREAM_START,
    /** The caller began to say what the test gave him, or somebody spoke into his live handset. */
    SPEAKING,
    /** The caller has said it all, or was silent for 300 ms at his live handset. */
    SPOKEN,
    /** The caller heard the first sound of a stream: audio that is not silence. */
    FIRST_AUDIO,
    /** The caller pressed a key. */
    DIGIT,
    /** The carrier began to record what the caller says. */
    RECORDING,
    /** The recording is over. */
    RECORDED,
    /** The application set a mark. */
    MARK_SET,
    /** A mark was sent back. */
    MARK_RETURNED,
    /** The application dropped what was not played yet. */
    CLEAR,
    /** The carrier told that the stream is over. */
    STREAM_STOP,
    /** The media socket is closed. */
    SOCKET_CLOSED,
    /** The carrier complained. */
    ALERT,
    /** The carrier, or the network to it, misbehaved as the test asked; with how. */
    MISBEHAVED,
    /** The caller hung up. */
    HANG_UP,
    /** The call is over. */
    ENDED
  }
}
