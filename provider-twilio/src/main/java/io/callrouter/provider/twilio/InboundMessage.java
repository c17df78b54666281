package io.callrouter.provider.twilio;

import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * One message from Twilio after another, taken apart; nothing is allocated for a media message.
 *
 * <p>Fields may come in any order, unknown ones are passed over, and numbers may be written as
 * strings.
 */
final class InboundMessage {
  /** The kinds of messages, by the value of their field {@code event}. */
  enum Event {
    CONNECTED("connected"),
    START("start"),
    MEDIA("media"),
    DTMF("dtmf"),
    MARK("mark"),
    STOP("stop"),
    UNKNOWN("");

    private static final Event[] ALL = values();
    private final String word;

    Event(String word) {
      this.word = word;
    }
  }

  /** A second of audio; Twilio sends 20 ms. */
  static final int MAX_AUDIO_BYTES = 8000;

  private final JsonCursor json = new JsonCursor();
  private final byte[] audio = new byte[MAX_AUDIO_BYTES];
  private @Nullable Event event;
  private boolean otherStream;
  private int audioLength;
  private long timestampMs;
  private boolean outboundTrack;
  private char digit;
  private @Nullable String mark;
  private @Nullable StartMessage start;

  /**
   * Takes a message apart.
   *
   * @param streamSid the stream that the socket carries, or null before it has begun
   */
  Event parse(String message, @Nullable String streamSid) throws MalformedMessageException {
    clear();
    json.reset(message);
    json.beginObject();
    while (json.nextField()) {
      if (json.is("event")) {
        event = event();
      } else if (json.is("streamSid")) {
        json.string();
        otherStream = streamSid != null && !json.is(streamSid);
      } else if (json.is("media")) {
        media();
      } else if (json.is("start")) {
        start = StartMessage.read(json);
      } else if (json.is("dtmf")) {
        dtmf();
      } else if (json.is("mark")) {
        mark();
      } else {
        json.skip();
      }
    }
    json.end();
    if (event == null || !isComplete(event)) {
      throw new MalformedMessageException();
    }
    return event;
  }

  /** Whether the message names another stream than the socket's. */
  boolean isOfOtherStream() {
    return otherStream;
  }

  /** Of a media message: the audio, {@link #audioLength} bytes; valid until the next message. */
  byte[] audio() {
    return audio;
  }

  int audioLength() {
    return audioLength;
  }

  long timestampMs() {
    return timestampMs;
  }

  /** Of a media message: whether it is what the caller hears, not what he says. */
  boolean isOutboundTrack() {
    return outboundTrack;
  }

  char digit() {
    return digit;
  }

  @Nullable String markName() {
    return mark;
  }

  @Nullable StartMessage start() {
    return start;
  }

  private void clear() {
    event = null;
    otherStream = false;
    audioLength = -1;
    timestampMs = -1;
    outboundTrack = false;
    digit = 0;
    mark = null;
    start = null;
  }

  private boolean isComplete(Event event) {
    return switch (event) {
      case START -> start != null;
      case MEDIA -> audioLength >= 0 && timestampMs >= 0;
      case DTMF -> digit != 0;
      case MARK -> mark != null;
      case CONNECTED, STOP, UNKNOWN -> true;
    };
  }

  private Event event() throws MalformedMessageException {
    json.string();
    for (Event known : Event.ALL) {
      if (json.is(known.word)) {
        return known;
      }
    }
    return Event.UNKNOWN;
  }

  private void media() throws MalformedMessageException {
    json.beginObject();
    while (json.nextField()) {
      if (json.is("payload")) {
        audioLength = json.base64(audio);
      } else if (json.is("timestamp")) {
        timestampMs = json.number();
      } else if (json.is("track")) {
        json.string();
        outboundTrack = json.is("outbound");
      } else {
        json.skip();
      }
    }
  }

  private void dtmf() throws MalformedMessageException {
    json.beginObject();
    while (json.nextField()) {
      if (json.is("digit")) {
        digit = json.key();
      } else {
        json.skip();
      }
    }
  }

  private void mark() throws MalformedMessageException {
    json.beginObject();
    while (json.nextField()) {
      if (json.is("name")) {
        json.string();
        mark = json.text();
      } else {
        json.skip();
      }
    }
  }
}
