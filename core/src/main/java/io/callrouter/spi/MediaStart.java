package io.callrouter.spi;

import io.callrouter.media.AudioFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a media stream begins.
 *
 * @param carrierId the carrier's id of the call
 * @param streamId the carrier's id of the stream
 * @param format the format really in force of what comes, on every track
 * @param outboundFormat the format of what is sent; where nothing is, that of what comes
 * @param token the media token the start message brought, or null if it brought none
 * @param oneWay whether the stream brings both tracks and takes nothing, as one for taps does
 * @since 0.1
 */
public record MediaStart(
    String carrierId,
    String streamId,
    AudioFormat format,
    AudioFormat outboundFormat,
    @Nullable String token,
    boolean oneWay) {
  /** A stream both ways in one format, for a call that the token of its path names. */
  public static MediaStart bothWays(String carrierId, String streamId, AudioFormat format) {
    return new MediaStart(carrierId, streamId, format, format, null, false);
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "stream " + streamId + " of " + carrierId + ", " + format;
  }
}
