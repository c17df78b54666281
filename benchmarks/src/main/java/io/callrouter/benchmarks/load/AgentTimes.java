package io.callrouter.benchmarks.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The time that the host adds between carrier and model, both ways.
 *
 * <p>To the model: from the adapter's {@code onText} with a frame of the caller's to the moment the
 * message with it is handed to the model's socket. To the carrier: from the model's socket's {@code
 * onText} with the first audio of an answer to the moment the first message of that audio is handed
 * to the carrier's socket. What follows waits for the pacer, as it should, and is not measured.
 */
final class AgentTimes {
  final Histogram toModel = new Histogram();
  final Histogram toCarrier = new Histogram();
  private final Map<String, AgentStamps> calls = new ConcurrentHashMap<>();

  /** The times of a call that is about to be connected. */
  AgentStamps begin(String carrierId) {
    AgentStamps stamps = new AgentStamps(this);
    calls.put(carrierId, stamps);
    return stamps;
  }

  /** For a media socket of which it is not yet known whose it is. */
  Stopwatch forMediaSocket() {
    return new MediaSide();
  }

  private final class MediaSide implements Stopwatch {
    private static final String CALL = "\"callSid\":\"";

    private @Nullable AgentStamps stamps;

    @Override
    public void read(String message) {
      if (stamps == null) {
        int at = message.indexOf(CALL);
        int from = at + CALL.length();
        stamps = at < 0 ? null : calls.get(message.substring(from, message.indexOf('"', from)));
      } else {
        stamps.fromCarrier(message);
      }
    }

    @Override
    public void sending(String message) {
      AgentStamps known = stamps;
      if (known != null) {
        known.toCarrier(message);
      }
    }
  }
}
