package io.callrouter.provider.telnyx;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import io.callrouter.spi.wire.MalformedMessageException;
import io.callrouter.spi.wire.MessageTemplate;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telnyx's media streaming protocol on one socket, in its bidirectional mode {@code rtp}.
 *
 * <p>What comes is in the format that the start message names. What is sent is in the codec that
 * Telnyx was asked for, {@code stream_bidirectional_codec}, which no message confirms.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/media-streaming">Media
 *     streaming over WebSockets</a>
 */
final class TelnyxMediaWire implements MediaWire {
  private static final Logger log = LoggerFactory.getLogger(TelnyxMediaWire.class);
  private static final String CLEAR = "{\"event\":\"clear\"}";

  private final AudioFormat codec;
  private final boolean bigEndian;
  private final StreamMessage inbound = new StreamMessage();
  private final MessageTemplate media =
      new MessageTemplate("{\"event\":\"media\",\"media\":{\"payload\":\"", "\"}}");
  private final MessageTemplate mark =
      new MessageTemplate("{\"event\":\"mark\",\"mark\":{\"name\":\"", "\"}}");
  private final byte[] swapped; // used by the thread that writes
  private @Nullable String streamId;
  private boolean swapsInbound;
  private boolean oneWay;
  private boolean stopped;

  /** Set on the reader's thread before the start is told, so before anything can be written. */
  private volatile boolean writable;

  /**
   * A socket on which nothing has come.
   *
   * @param codec what Telnyx was asked for, both ways
   * @param l16ByteOrder how Telnyx writes a sample of L16
   */
  TelnyxMediaWire(AudioFormat codec, ByteOrder l16ByteOrder) {
    this.codec = codec;
    this.bigEndian = l16ByteOrder.equals(ByteOrder.BIG_ENDIAN);
    this.swapped = new byte[isSwapped(codec) ? codec.bytesPerFrame() : 0];
  }

  @Override
  public Verdict read(String message, MediaEvents events) {
    StreamMessage.Event event;
    try {
      event = inbound.parse(message, streamId);
    } catch (MalformedMessageException e) {
      return Verdict.MALFORMED;
    }
    return switch (event) {
      case CONNECTED -> Verdict.TAKEN;
      case UNKNOWN -> Verdict.UNKNOWN;
      case START -> start(Objects.requireNonNull(inbound.start()), events);
      case MEDIA, DTMF, MARK, STOP, ERROR -> tell(event, events);
    };
  }

  @Override
  public String audio(byte[] audio, int offset, int length) {
    requireWritable();
    if (swapped.length == 0) {
      return media.withBase64(audio, offset, length);
    }
    swapBytes(audio, offset, length, swapped);
    return media.withBase64(swapped, 0, length);
  }

  @Override
  public String mark(String name) {
    requireWritable();
    return mark.withText(name);
  }

  @Override
  public String clear() {
    requireWritable();
    return CLEAR;
  }

  /** Telnyx says nothing of a shorter piece, and does not play it. */
  @Override
  public boolean playsWholeFramesOnly() {
    return true;
  }

  private Verdict start(StreamStart start, MediaEvents events) {
    if (streamId != null) {
      return Verdict.MALFORMED;
    }
    String id = Objects.requireNonNull(inbound.streamId());
    AudioFormat format = start.format().audioFormat();
    if (format == null) {
      log.warn(
          "media stream {} of call {} is {}, which cannot be read: refused; have Telnyx send PCMU or"
              + " PCMA at 8000 Hz, or L16 at 8000 or 16000 Hz, with one channel (stream_codec, which"
              + " {} sets)",
          id,
          start.callControlId(),
          start.format(),
          TelnyxOptions.CODEC);
      return Verdict.MALFORMED;
    }
    inbound.expect(format);
    streamId = id;
    swapsInbound = isSwapped(format);
    oneWay = start.bothTracks();
    writable = !oneWay;
    events.onStart(
        new MediaStart(start.callControlId(), id, format, oneWay ? format : codec, null, oneWay));
    return Verdict.TAKEN;
  }

  private Verdict tell(StreamMessage.Event event, MediaEvents events) {
    if (streamId == null) {
      return Verdict.MALFORMED;
    }
    if (inbound.isOfOtherStream()) {
      return Verdict.UNKNOWN;
    }
    if (stopped) {
      return Verdict.TAKEN;
    }
    switch (event) {
      case MEDIA -> audio(events);
      case DTMF -> events.onDigit(inbound.digit());
      case MARK -> events.onMark(Objects.requireNonNull(inbound.markName()));
      case ERROR -> {
        StreamError error = Objects.requireNonNull(inbound.error());
        events.onError(error.code(), error.reason());
      }
      default -> {
        stopped = true;
        events.onStop();
      }
    }
    return Verdict.TAKEN;
  }

  private void audio(MediaEvents events) {
    byte[] audio = inbound.audio();
    int length = inbound.audioLength();
    boolean heard = inbound.isOutboundTrack();
    if (length == 0 || (heard && !oneWay)) {
      return;
    }
    if (swapsInbound) {
      swapBytes(audio, 0, length, audio);
    }
    events.onAudio(
        heard ? Track.OUTBOUND : Track.INBOUND,
        inbound.chunk(),
        audio,
        0,
        length,
        inbound.timestampMs());
  }

  private boolean isSwapped(AudioFormat format) {
    return bigEndian && format.bytesPerSample() == 2;
  }

  /** Half a sample at the end stays as it is, and is left off by who gets it. */
  private static void swapBytes(byte[] samples, int offset, int length, byte[] into) {
    for (int i = 0; i + 1 < length; i += 2) {
      byte first = samples[offset + i];
      into[i] = samples[offset + i + 1];
      into[i + 1] = first;
    }
  }

  private void requireWritable() {
    if (!writable) {
      throw new IllegalStateException(
          "nothing can be sent before the stream has begun, nor ever on one for a tap");
    }
  }
}
