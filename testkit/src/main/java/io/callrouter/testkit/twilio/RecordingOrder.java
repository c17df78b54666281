package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says that those who are joined are recorded. There is no audio behind such a recording.
 *
 * @param source the carrier's word for what records, such as {@code DialVerb}
 * @param channels 1, or 2 for one a side
 * @param status who is told what became of it, or null for nobody
 */
record RecordingOrder(String source, int channels, @Nullable RecordingStatus status) {
  /**
   * A recording is over.
   *
   * @param belongsTo names the call or the conference it is filed under
   * @param call who tells of it
   * @return its address
   */
  String over(Duration length, Map<String, String> belongsTo, CallContext call) {
    String sid = call.nextRecordingSid();
    String url = call.account().recordingUrl(sid);
    Map<String, String> parameters = new LinkedHashMap<>(belongsTo);
    parameters.put("AccountSid", call.account().sid());
    parameters.put("RecordingSid", sid);
    parameters.put("RecordingUrl", url);
    parameters.put("RecordingStatus", "completed");
    parameters.put("RecordingDuration", Long.toString(CallClock.seconds(length)));
    parameters.put("RecordingChannels", Integer.toString(channels));
    parameters.put("RecordingTrack", "both");
    parameters.put("RecordingSource", source);
    Instant startedAt = call.timekeeper().now().minus(length);
    call.webhooks()
        .later(
            RecordingSession.PROCESSING,
            () -> call.callbacks().recording(status, startedAt, parameters));
    return url;
  }
}
