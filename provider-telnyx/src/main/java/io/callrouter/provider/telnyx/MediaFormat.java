package io.callrouter.provider.telnyx;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code media_format} of a start message: what really comes, whatever was asked for.
 *
 * @param encoding as sent
 * @param sampleRateHz as sent
 * @param channels as sent
 */
record MediaFormat(String encoding, long sampleRateHz, long channels) {
  /** What a message says that leaves it out; no format that can be read. */
  static final MediaFormat NONE = new MediaFormat("", 0, 0);

  /** Reads the object the cursor stands before. */
  static MediaFormat read(JsonCursor json) throws MalformedMessageException {
    String encoding = "";
    long sampleRateHz = 0;
    long channels = 0;
    json.beginObject();
    while (json.nextField()) {
      if (json.is("encoding")) {
        json.string();
        encoding = json.text();
      } else if (json.is("sample_rate")) {
        sampleRateHz = json.number();
      } else if (json.is("channels")) {
        channels = json.number();
      } else {
        json.skip();
      }
    }
    return new MediaFormat(encoding, sampleRateHz, channels);
  }

  /** The format, or null if it is none that the router can read. */
  @Nullable AudioFormat audioFormat() {
    if (channels != 1) {
      return null;
    }
    boolean narrow = sampleRateHz == 8000;
    return switch (encoding) {
      case "PCMU" -> narrow ? AudioFormat.PCMU : null;
      case "PCMA" -> narrow ? AudioFormat.PCMA : null;
      case "L16" -> narrow || sampleRateHz == 16_000 ? AudioFormat.l16((int) sampleRateHz) : null;
      default -> null;
    };
  }

  /** For the log, whatever was sent. */
  @Override
  public String toString() {
    String name = encoding.substring(0, Math.min(encoding.length(), 32));
    return name.replaceAll("[^\\w/.+-]", "?")
        + " at "
        + sampleRateHz
        + " Hz with "
        + channels
        + (channels == 1 ? " channel" : " channels");
  }
}
