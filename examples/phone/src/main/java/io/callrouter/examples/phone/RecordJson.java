package io.callrouter.examples.phone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Recording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call's record as JSON, by the names of {@link CallRecord}; times in ISO 8601, lengths in ms.
 */
public final class RecordJson {
  private RecordJson() {}

  /** The record as an object to which more may be added. */
  public static ObjectNode of(CallRecord record) {
    CallFacts call = record.call();
    ObjectNode json =
        new ObjectMapper()
            .createObjectNode()
            .put("id", call.id())
            .put("correlationId", call.correlationId())
            .put("provider", call.provider())
            .put("carrierId", call.carrierId())
            .put("direction", call.direction().name())
            .put("from", call.from())
            .put("to", call.to())
            .put("route", record.route())
            .put("arrivedAt", call.arrivedAt().toString())
            .put("answeredAt", text(record.answeredAt()))
            .put("endedAt", record.endedAt().toString())
            .put("durationMs", record.duration().toMillis())
            .put("cause", record.cause().name())
            .put("endedBy", record.endedBy().name())
            .put("carrierCode", record.carrierCode())
            .put("sipStatus", record.sipStatus());
    ArrayNode recordings = json.putArray("recordings");
    for (Recording recording : record.recordings()) {
      ObjectNode one = recordings.addObject().put("id", recording.id());
      one.put("startedAt", text(recording.startedAt()));
      one.put("durationMs", recording.duration() == null ? null : recording.duration().toMillis());
    }
    record.notes().forEach(json.putArray("notes")::add);
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
