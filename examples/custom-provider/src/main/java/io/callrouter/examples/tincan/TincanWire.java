package io.callrouter.examples.tincan;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import io.callrouter.spi.wire.MessageTemplate;

/** Tincan's media protocol on one socket: flat JSON, µ-law at 8 kHz both ways. */
final class TincanWire implements MediaWire {
  private final JsonCursor json = new JsonCursor();
  private final MessageTemplate audioOut = new MessageTemplate("{\"audio\":\"", "\"}");
  private final MessageTemplate markOut = new MessageTemplate("{\"mark\":\"", "\"}");
  private final byte[] audio = new byte[8000]; // a second; Tincan sends 20 ms

  @Override
  public Verdict read(String message, MediaEvents events) {
    String kind = "";
    String text = "";
    int length = 0;
    long ms = 0;
    try {
      json.reset(message);
      json.beginObject();
      while (json.nextField()) {
        if (json.is("audio")) {
          kind = "audio"; // 50 times a second: no new string
          length = json.base64(audio);
        } else if (json.is("ms")) {
          ms = json.number();
        } else if (json.is("call") || json.is("mark") || json.is("stop")) {
          kind = json.text();
          json.string();
          text = json.text();
        } else {
          json.skip();
        }
      }
      json.end();
    } catch (MalformedMessageException e) {
      return Verdict.MALFORMED;
    }
    return tell(kind, text, length, ms, events);
  }

  private Verdict tell(String kind, String text, int length, long ms, MediaEvents events) {
    switch (kind) {
      case "call" -> events.onStart(MediaStart.bothWays(text, text, AudioFormat.PCMU));
      case "audio" -> events.onAudio(Track.INBOUND, MediaEvents.IN_ORDER, audio, 0, length, ms);
      case "mark" -> events.onMark(text);
      case "stop" -> events.onStop();
      default -> {
        return Verdict.UNKNOWN;
      }
    }
    return Verdict.TAKEN;
  }

  @Override
  public String audio(byte[] bytes, int offset, int count) {
    return audioOut.withBase64(bytes, offset, count);
  }

  @Override
  public String mark(String name) {
    return markOut.withText(name);
  }

  @Override
  public String clear() {
    return "{\"clear\":true}";
  }
}
