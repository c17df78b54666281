package io.callrouter.provider.twilio;

import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code start} object of a start message says.
 *
 * @param streamSid {@code MZ} and 32 hex digits
 * @param callSid {@code CA} and 32 hex digits
 * @param accountSid as sent
 * @param encoding of the audio both ways, as sent
 * @param sampleRateHz as sent
 * @param channels as sent
 * @param bothTracks whether it is a stream of both tracks, which only brings audio
 * @param token the media token among the custom parameters, or null
 */
record StartMessage(
    String streamSid,
    String callSid,
    String accountSid,
    String encoding,
    long sampleRateHz,
    long channels,
    boolean bothTracks,
    @Nullable String token) {
  /** The custom parameter that brings the media token where its address does not. */
  static final String TOKEN_PARAMETER = "token";

  private static final Pattern STREAM_SID = Pattern.compile("MZ[0-9a-fA-F]{32}");
  private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-fA-F]{32}");

  /** Reads the object the cursor stands before. */
  static StartMessage read(JsonCursor json) throws MalformedMessageException {
    Reader reader = new Reader();
    reader.start(json);
    if (!STREAM_SID.matcher(reader.streamSid).matches()
        || !CALL_SID.matcher(reader.callSid).matches()) {
      throw new MalformedMessageException();
    }
    return new StartMessage(
        reader.streamSid,
        reader.callSid,
        reader.accountSid,
        reader.encoding,
        reader.sampleRateHz,
        reader.channels,
        reader.inbound && reader.outbound,
        reader.token);
  }

  boolean isMuLaw() {
    return encoding.equals("audio/x-mulaw") && sampleRateHz == 8000 && channels == 1;
  }

  /** Gathers the fields, which may come in any order. */
  private static final class Reader {
    private String streamSid = "";
    private String callSid = "";
    private String accountSid = "";
    private String encoding = "";
    private long sampleRateHz;
    private long channels;
    private boolean inbound;
    private boolean outbound;
    private @Nullable String token;

    private void start(JsonCursor json) throws MalformedMessageException {
      json.beginObject();
      while (json.nextField()) {
        if (json.is("streamSid")) {
          streamSid = string(json);
        } else if (json.is("callSid")) {
          callSid = string(json);
        } else if (json.is("accountSid")) {
          accountSid = string(json);
        } else if (json.is("mediaFormat")) {
          mediaFormat(json);
        } else if (json.is("tracks")) {
          tracks(json);
        } else if (json.is("customParameters")) {
          customParameters(json);
        } else {
          json.skip();
        }
      }
    }

    private void tracks(JsonCursor json) throws MalformedMessageException {
      json.beginArray();
      while (json.nextElement()) {
        json.string();
        inbound |= json.is("inbound");
        outbound |= json.is("outbound");
      }
    }

    private void mediaFormat(JsonCursor json) throws MalformedMessageException {
      json.beginObject();
      while (json.nextField()) {
        if (json.is("encoding")) {
          encoding = string(json);
        } else if (json.is("sampleRate")) {
          sampleRateHz = json.number();
        } else if (json.is("channels")) {
          channels = json.number();
        } else {
          json.skip();
        }
      }
    }

    private void customParameters(JsonCursor json) throws MalformedMessageException {
      json.beginObject();
      while (json.nextField()) {
        if (json.is(TOKEN_PARAMETER)) {
          token = string(json);
        } else {
          json.skip();
        }
      }
    }

    private static String string(JsonCursor json) throws MalformedMessageException {
      json.string();
      return json.text();
    }
  }
}
