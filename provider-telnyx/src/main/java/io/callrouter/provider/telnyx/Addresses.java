package io.callrouter.provider.telnyx;

import io.callrouter.spi.StepReference;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one provider instance: what Telnyx is given, and what a path it comes back to
 * means.
 *
 * <p>An instance {@code telnyx} has no prefix, an instance {@code sales} has {@code /sales} before
 * its paths, unless the path of its webhooks is set. A media address names the stream's step beside
 * its token, since the events of a stream repeat that address and nothing else tells which stream
 * they mean.
 */
final class Addresses {
  /** The name of the type, and of an instance that is not given another. */
  static final String TYPE = "telnyx";

  private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

  private final String webBase;
  private final String mediaBase;
  private final String webhook;
  private final String media;
  private final Pattern mediaPath;
  private final Pattern streamUrl;

  Addresses(String instance, TelnyxOptions options) {
    String prefix = instance.equals(TYPE) ? "" : "/" + instance;
    String path = options.webhookPath();
    this.webBase = base(options.publicUrl());
    this.mediaBase = base(options.mediaUrl());
    this.webhook = path == null ? prefix + "/telnyx/webhook" : path;
    this.media = prefix + "/telnyx/media";
    String stepAndToken = Pattern.quote(media) + "/([^/]+/[^/]+)/([A-Za-z0-9._~-]{1,512})";
    this.mediaPath = Pattern.compile(stepAndToken);
    // Another node's media address may differ in all that comes before.
    this.streamUrl = Pattern.compile("wss?://[^?#]*?" + stepAndToken);
  }

  private static String base(URI url) {
    return TRAILING_SLASHES.matcher(url.toString()).replaceFirst("");
  }

  /** What the operator enters in Telnyx's portal, and what commands name. */
  String webhookUrl() {
    return webBase + webhook;
  }

  /** Where Telnyx is to open the media stream of a step. */
  String mediaUrl(StepReference step, String token) {
    return mediaBase + media + "/" + step.toPath() + "/" + token;
  }

  /** The media address as a person may see it: without step and token. */
  String shownMediaUrl() {
    return mediaBase + media + "/…";
  }

  boolean claims(String path) {
    return isWebhook(path) || isMedia(path);
  }

  boolean isWebhook(String path) {
    return path.equals(webhook);
  }

  boolean isMedia(String path) {
    return path.equals(media) || path.startsWith(media + "/");
  }

  /** The token of a media path, or null if Telnyx was never given such a path. */
  @Nullable String token(String path) {
    Matcher parts = mediaPath.matcher(path);
    return parts.matches() && StepReference.parse(parts.group(1)) != null ? parts.group(2) : null;
  }

  /** The step of the stream that an event names by its address, or null if it is none of ours. */
  @Nullable StepReference stream(@Nullable String url) {
    if (url == null) {
      return null;
    }
    Matcher parts = streamUrl.matcher(url);
    return parts.matches() ? StepReference.parse(parts.group(1)) : null;
  }
}
