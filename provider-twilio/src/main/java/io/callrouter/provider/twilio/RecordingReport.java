package io.callrouter.provider.twilio;

import io.callrouter.call.Recording;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a request tells of a recording. */
final class RecordingReport {
  private static final Pattern SID = Pattern.compile("RE[0-9a-fA-F]{32}");
  private static final Pattern URL_OF_ONE =
      Pattern.compile("https?://[A-Za-z0-9.:-]+/[A-Za-z0-9._/-]*Recordings/(RE[0-9a-fA-F]{32})");

  private RecordingReport() {}

  /** The id of the recording; empty if there is none. */
  static String sid(Form form) {
    return SID.matcher(form.text("RecordingSid")).matches() ? form.text("RecordingSid") : "";
  }

  /** The recording; null if there is none. A dial gives its address only, which ends in its id. */
  static @Nullable Recording of(Form form) {
    String url = form.text("RecordingUrl");
    Matcher known = URL_OF_ONE.matcher(url);
    return known.matches()
        ? new Recording(
            known.group(1),
            URI.create(url),
            form.time("RecordingStartTime"),
            form.seconds("RecordingDuration"))
        : null;
  }
}
