package io.callrouter.benchmarks;

import io.callrouter.media.AudioFormat;
import java.util.Base64;

/** Media messages as Telnyx sends them. */
final class TelnyxMessages {
  static final String STREAM_ID = "6a1c0f7e-0000-4000-8000-0000000000d1";
  private static final String START =
      """
      {"event":"start","sequence_number":"1","stream_id":"%1$s","start":{"user_id":\
      "6a1c0f7e-0000-4000-8000-0000000000e1","call_control_id":"%2$s","call_session_id":"s",\
      "from":"+15550100099","to":"+15550100001","tags":[],"client_state":"","custom_parameters":{},\
      "media_format":{"encoding":"%3$s","sample_rate":%4$d,"channels":1}}}""";
  private static final String MEDIA =
      """
      {"event":"media","sequence_number":"%1$d","stream_id":"%4$s","media":{"track":"inbound",\
      "chunk":"%2$d","timestamp":"%3$d","payload":"%5$s"}}""";

  private TelnyxMessages() {}

  static String start(String callControlId, AudioFormat format) {
    return START.formatted(
        STREAM_ID, callControlId, format.encoding().name(), format.sampleRateHz());
  }

  /** A frame, numbered from 1. */
  static String media(int number, byte[] frame) {
    return MEDIA.formatted(
        number + 1,
        number,
        AudioFormat.FRAME_MS * (number - 1),
        STREAM_ID,
        Base64.getEncoder().encodeToString(frame));
  }

  /** A frame of noise at the level of speech. */
  static byte[] frame(AudioFormat format) {
    byte[] frame = new byte[format.bytesPerFrame()];
    int samples = frame.length / format.bytesPerSample();
    format.encoding().encode(Signals.speechLike(samples), 0, samples, frame, 0);
    return frame;
  }
}
