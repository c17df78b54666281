package io.callrouter.provider.telnyx;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * One message on a media socket after another, taken apart; nothing is allocated for a media
 * message.
 *
 * <p>Fields may come in any order, unknown ones are passed over, and numbers may be written as
 * strings.
 */
final class StreamMessage {
  /** The kinds of messages, by the value of their field {@code event}. */
  enum Event {
    CONNECTED("connected"),
    START("start"),
    MEDIA("media"),
    DTMF("dtmf"),
    MARK("mark"),
    STOP("stop"),
    ERROR("error"),
    UNKNOWN("");

    private static final Event[] ALL = values();
    private final String word;

    Event(String word) {
      this.word = word;
    }
  }

  private static final int MAX_AUDIO_MS = 1000;

  private final JsonCursor json = new JsonCursor();
  private byte[] audio = {};
  private @Nullable Event event;
  private @Nullable String streamId;
  private boolean otherStream;
  private int audioLength;
  private long chunk;
  private long timestampMs;
  private boolean outboundTrack;
  private char digit;
  private @Nullable String mark;
  private @Nullable StreamStart start;
  private @Nullable StreamError error;

  /** Makes room for a second of audio; before that no media message can be read. */
  void expect(AudioFormat format) {
    audio = new byte[format.bytesOf(MAX_AUDIO_MS)];
  }

  /**
   * Takes a message apart.
   *
   * @param ownStreamId the stream that the socket carries, or null before it has begun
   */
  Event parse(String message, @Nullable String ownStreamId) throws MalformedMessageException {
    clear();
    json.reset(message);
    json.beginObject();
    while (json.nextField()) {
      if (json.is("event")) {
        event = event();
      } else if (json.is("stream_id")) {
        streamId(ownStreamId);
      } else if (json.is("media")) {
        media();
      } else if (json.is("start")) {
        start = StreamStart.read(json);
      } else if (json.is("dtmf")) {
        dtmf();
      } else if (json.is("mark")) {
        mark();
      } else {
        json.skip();
      }
    }
    json.end();
    if (event == Event.ERROR) {
      error(message);
    }
    if (event == null || !isComplete(event)) {
      throw new MalformedMessageException();
    }
    return event;
  }

  /** Whether the message names another stream than the socket's. */
  boolean isOfOtherStream() {
    return otherStream;
  }

  /** Of a message before the stream has begun: the stream that it names, or null. */
  @Nullable String streamId() {
    return streamId;
  }

  /** Of a media message: the audio, {@link #audioLength} bytes; valid until the next message. */
  byte[] audio() {
    return audio;
  }

  int audioLength() {
    return audioLength;
  }

  /** Of a media message: its number among those of its track. */
  long chunk() {
    return chunk;
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

  @Nullable StreamStart start() {
    return start;
  }

  @Nullable StreamError error() {
    return error;
  }

  private void clear() {
    event = null;
    streamId = null;
    otherStream = false;
    audioLength = -1;
    chunk = MediaEvents.IN_ORDER;
    timestampMs = -1;
    outboundTrack = false;
    digit = 0;
    mark = null;
    start = null;
    error = null;
  }

  private boolean isComplete(Event event) {
    return switch (event) {
      case START -> start != null && streamId != null && StreamStart.isId(streamId);
      case MEDIA -> audioLength >= 0 && timestampMs >= 0;
      case DTMF -> digit != 0;
      case MARK -> mark != null;
      case ERROR -> error != null;
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

  private void streamId(@Nullable String own) throws MalformedMessageException {
    json.string();
    if (own == null) {
      streamId = json.text();
    } else {
      otherStream = !json.is(own);
    }
  }

  private void media() throws MalformedMessageException {
    json.beginObject();
    while (json.nextField()) {
      if (json.is("payload")) {
        audioLength = json.base64(audio);
      } else if (json.is("chunk")) {
        chunk = json.number();
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

  /** A second walk, since what an error says has a field's name that others may use too. */
  private void error(String message) throws MalformedMessageException {
    json.reset(message);
    json.beginObject();
    while (json.nextField()) {
      if (json.is("payload")) {
        error = StreamError.read(json);
      } else {
        json.skip();
      }
    }
  }
}
