package io.callrouter.provider.twilio;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import io.callrouter.spi.wire.MalformedMessageException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio's Media Streams protocol on one socket: µ-law, 8 kHz, mono; both ways, or for a tap both
 * tracks one way.
 *
 * @see <a href="https://www.twilio.com/docs/voice/media-streams/websocket-messages">Media Streams
 *     messages</a>
 */
final class TwilioMediaWire implements MediaWire {
  private static final Logger log = LoggerFactory.getLogger(TwilioMediaWire.class);

  private final String accountSid;
  private final InboundMessage inbound = new InboundMessage();
  private @Nullable String streamSid;
  private boolean oneWay;
  private boolean stopped;

  /** Set on the reader's thread before the start is told, so before anything can be written. */
  private volatile @Nullable OutboundMessages outbound;

  TwilioMediaWire(String accountSid) {
    this.accountSid = accountSid;
  }

  @Override
  public Verdict read(String message, MediaEvents events) {
    InboundMessage.Event event;
    try {
      event = inbound.parse(message, streamSid);
    } catch (MalformedMessageException e) {
      return Verdict.MALFORMED;
    }
    return switch (event) {
      case CONNECTED -> Verdict.TAKEN;
      case UNKNOWN -> Verdict.UNKNOWN;
      case START -> start(Objects.requireNonNull(inbound.start()), events);
      case MEDIA, DTMF, MARK, STOP -> tell(event, events);
    };
  }

  @Override
  public String audio(byte[] audio, int offset, int length) {
    return outbound().media(audio, offset, length);
  }

  @Override
  public String mark(String name) {
    return outbound().mark(name);
  }

  @Override
  public String clear() {
    return outbound().clear();
  }

  private Verdict start(StartMessage start, MediaEvents events) {
    if (streamSid != null) {
      return Verdict.MALFORMED;
    }
    if (!start.accountSid().equals(accountSid)) {
      log.warn("media stream {} belongs to another account: refused", start.streamSid());
      return Verdict.MALFORMED;
    }
    if (!start.isMuLaw()) {
      log.warn(
          "media stream {} of call {} is {} at {} Hz with {} channels, not audio/x-mulaw at 8000 Hz"
              + " with 1 channel: refused",
          start.streamSid(),
          start.callSid(),
          start.encoding().replaceAll("[^\\w/.+-]", "?"),
          start.sampleRateHz(),
          start.channels());
      return Verdict.MALFORMED;
    }
    streamSid = start.streamSid();
    oneWay = start.bothTracks();
    if (!oneWay) {
      outbound = new OutboundMessages(start.streamSid());
    }
    events.onStart(
        new MediaStart(
            start.callSid(),
            start.streamSid(),
            AudioFormat.PCMU,
            AudioFormat.PCMU,
            start.token(),
            start.bothTracks()));
    return Verdict.TAKEN;
  }

  private Verdict tell(InboundMessage.Event event, MediaEvents events) {
    if (streamSid == null) {
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
      default -> {
        stopped = true;
        events.onStop();
      }
    }
    return Verdict.TAKEN;
  }

  private void audio(MediaEvents events) {
    boolean heard = inbound.isOutboundTrack();
    if (inbound.audioLength() > 0 && (oneWay || !heard)) {
      events.onAudio(
          heard ? Track.OUTBOUND : Track.INBOUND,
          MediaEvents.IN_ORDER,
          inbound.audio(),
          0,
          inbound.audioLength(),
          inbound.timestampMs());
    }
  }

  private OutboundMessages outbound() {
    OutboundMessages messages = outbound;
    if (messages == null) {
      throw new IllegalStateException(
          "nothing can be sent before the stream has begun, nor ever on one for a tap");
    }
    return messages;
  }
}
