package io.callrouter.internal.stream;

import io.callrouter.call.Timeline;
import java.util.Map;

/**
 * Is told what belongs into a call's timeline: by any thread, also under a lock of the stream's, so
 * it must not block; never for a frame.
 */
public interface Notes {
  /** Something happened. */
  void note(Timeline.Kind kind, Map<String, String> details);
}
