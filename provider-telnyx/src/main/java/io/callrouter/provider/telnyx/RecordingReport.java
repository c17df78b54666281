package io.callrouter.provider.telnyx;

import io.callrouter.call.Recording;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an event tells of a recording.
 *
 * <p>Its schema has no id of the recording, so the leg and the time it began stand in for one where
 * that is absent.
 */
final class RecordingReport {
  private RecordingReport() {}

  /** The recording; null if there is none. */
  static @Nullable Recording of(WebhookEvent event) {
    URI url = url(event);
    String id = id(event);
    if (url == null || id.isEmpty()) {
      return null;
    }
    Instant start = event.time("recording_started_at");
    return new Recording(id, url, start, duration(start, event.time("recording_ended_at")));
  }

  private static String id(WebhookEvent event) {
    String id = event.text("recording_id");
    String leg = event.text("call_leg_id");
    return id.isEmpty() && !leg.isEmpty() ? leg + "@" + event.text("recording_started_at") : id;
  }

  private static @Nullable Duration duration(@Nullable Instant start, @Nullable Instant end) {
    return start == null || end == null || end.isBefore(start)
        ? null
        : Duration.between(start, end);
  }

  private static @Nullable URI url(WebhookEvent event) {
    return Stream.of("recording_urls", "public_recording_urls")
        .flatMap(urls -> Stream.of(event.text(urls, "wav"), event.text(urls, "mp3")))
        .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
        .findFirst()
        .map(RecordingReport::parse)
        .orElse(null);
  }

  private static @Nullable URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
