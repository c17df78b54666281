package io.callrouter.provider.telnyx;

import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;
import java.util.regex.Pattern;

/**
 * What the {@code start} object of a start message says. Its client state is passed over: the
 * stream's address says what it is for.
 *
 * @param callControlId the leg whose audio it is
 * @param format what comes
 * @param bothTracks whether it is a stream of both tracks, which only brings audio; Telnyx does not
 *     say that by itself, so it is given a custom parameter with the command
 */
record StreamStart(String callControlId, MediaFormat format, boolean bothTracks) {
  /** The custom parameter that a stream of both tracks is given. */
  static final String TRACKS_PARAMETER = "tracks";

  /** Its value. */
  static final String BOTH_TRACKS = "both_tracks";

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");

  /** Whether a text can be one of Telnyx's ids, which are opaque. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Reads the object the cursor stands before. */
  static StreamStart read(JsonCursor json) throws MalformedMessageException {
    String callControlId = "";
    MediaFormat format = MediaFormat.NONE;
    boolean bothTracks = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.is("call_control_id")) {
        json.string();
        callControlId = json.text();
      } else if (json.is("media_format")) {
        format = MediaFormat.read(json);
      } else if (json.is("custom_parameters")) {
        bothTracks = readBothTracks(json);
      } else {
        json.skip();
      }
    }
    if (!isId(callControlId)) {
      throw new MalformedMessageException();
    }
    return new StreamStart(callControlId, format, bothTracks);
  }

  private static boolean readBothTracks(JsonCursor json) throws MalformedMessageException {
    if (!json.atObject()) {
      json.skip();
      return false;
    }
    boolean bothTracks = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.is(TRACKS_PARAMETER)) {
        json.string();
        bothTracks = json.is(BOTH_TRACKS);
      } else {
        json.skip();
      }
    }
    return bothTracks;
  }
}
