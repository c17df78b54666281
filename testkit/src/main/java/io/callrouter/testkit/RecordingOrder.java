package io.callrouter.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says that a verb's conversation is recorded, and who is told when the recording is ready. There
 * is no audio behind its address.
 *
 * @param source the carrier's word for what records, such as {@code DialVerb}
 * @param channels 1, or 2 for one a side
 * @param status who is told, or null for nobody
 * @param events what is told of: {@code in-progress}, {@code completed}, {@code absent}
 */
record RecordingOrder(
    String source, int channels, @Nullable NextDocument status, Set<String> events) {

  /**
   * A recording is over, and ready at once.
   *
   * @param of the id of what was recorded
   * @param belongsTo names the call or the conference it is filed under
   * @return its address, without an extension
   */
  URI ready(String of, Duration length, Map<String, String> belongsTo, CallContext call) {
    String account = call.account().sid();
    String sid = call.account().idOf("RE", of);
    URI url =
        URI.create("https://api.twilio.com/2010-04-01/Accounts/" + account + "/Recordings/" + sid);
    if (status != null && events.contains("completed")) {
      Map<String, String> parameters = new LinkedHashMap<>(belongsTo);
      parameters.put("AccountSid", account);
      parameters.put("RecordingSid", sid);
      parameters.put("RecordingUrl", url.toString());
      parameters.put("RecordingStatus", "completed");
      parameters.put("RecordingDuration", Long.toString(CallClock.seconds(length)));
      parameters.put("RecordingChannels", Integer.toString(channels));
      parameters.put("RecordingTrack", "both");
      parameters.put("RecordingSource", source);
      call.callbacks().recording(status, parameters);
    }
    return url;
  }
}
