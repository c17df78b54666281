package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know what becomes of a recording.
 *
 * @param address where it is told
 * @param events what is told there, of {@code in-progress}, {@code completed} and {@code absent}
 */
record RecordingStatus(NextDocument address, Set<String> events) {
  private static final Set<String> EVENTS = Set.of("in-progress", "completed", "absent");

  /** What an element in a document of that address says of it; null if nobody wants to know. */
  static @Nullable RecordingStatus of(TwimlElement element, URI document) throws TwimlFault {
    Set<String> events = element.words("recordingStatusCallbackEvent", "completed", EVENTS);
    NextDocument address =
        element.next("recordingStatusCallback", "recordingStatusCallbackMethod", document);
    return address == null ? null : new RecordingStatus(address, events);
  }
}
