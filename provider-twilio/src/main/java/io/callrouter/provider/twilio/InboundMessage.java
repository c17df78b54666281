package io.callrouter.provider.twilio;

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

  private static final String KEYS = "0123456789*#ABCD";

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
        audioLength = payload();
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

  /** What is base64 up to the next quote is a string without escapes, and not looked at twice. */
  private int payload() throws MalformedMessageException {
    int start = json.at();
    json.toNextQuote();
    try {
      return Base64Audio.decode(json.message(), json.from(), json.to(), audio);
    } catch (MalformedMessageException e) {
      json.backTo(start);
      return escapedPayload();
    }
  }

  /** Some writers of JSON escape the slash, which is a letter of base64. */
  private int escapedPayload() throws MalformedMessageException {
    json.string();
    String payload = json.text();
    return Base64Audio.decode(payload, 0, payload.length(), audio);
  }

  private void dtmf() throws MalformedMessageException {
    json.beginObject();
    while (json.nextField()) {
      if (json.is("digit")) {
        json.string();
        digit = key(json.text());
      } else {
        json.skip();
      }
    }
  }

  private static char key(String digit) throws MalformedMessageException {
    if (digit.length() != 1 || KEYS.indexOf(digit.charAt(0)) < 0) {
      throw new MalformedMessageException();
    }
    return digit.charAt(0);
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
