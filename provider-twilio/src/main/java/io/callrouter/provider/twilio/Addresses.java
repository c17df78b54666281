package io.callrouter.provider.twilio;

import io.callrouter.call.Action;
import io.callrouter.spi.StepReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one provider instance: what Twilio is given, and what a path it comes back to
 * means.
 *
 * <p>An instance {@code twilio} has no prefix, an instance {@code sales} has {@code /sales} before
 * every path. Every address that belongs to a step names the call and the step, and the address of
 * an action the kind of that action, so that a request says by itself what it is about.
 */
final class Addresses {
  private static final Set<String> KINDS =
      Set.of(
          "conference",
          "connect",
          "custom",
          "dial",
          "gather",
          "pause",
          "play",
          "record",
          "say",
          "start-tap",
          "stop-tap");

  private final PublicAddress web;
  private final MediaAddress media;
  private final String incomingCall;
  private final String callStatus;
  private final String streamStatus;
  private final String dialStatus;
  private final String recordingStatus;

  Addresses(String instance, TwilioOptions options) {
    String prefix = instance.equals(TwilioProvider.TYPE) ? "" : "/" + instance;
    URI exactMediaUrl = options.exactMediaUrl();
    this.web = PublicAddress.base(options.publicUrl());
    this.media =
        exactMediaUrl == null
            ? new MediaAddress.PathPerCall(
                PublicAddress.base(options.mediaUrl()), prefix + "/media-stream")
            : MediaAddress.OneForAll.of(exactMediaUrl, options.publicUrl());
    this.incomingCall = prefix + "/incoming-call";
    this.callStatus = prefix + "/call-status";
    this.streamStatus = prefix + "/stream-status";
    this.dialStatus = prefix + "/dial-status";
    this.recordingStatus = prefix + "/recording-status";
  }

  PublicAddress web() {
    return web;
  }

  MediaAddress media() {
    return media;
  }

  /** What the operator enters in Twilio's console for incoming calls. */
  String incomingCallUrl() {
    return web.url(incomingCall);
  }

  /** What the operator enters in Twilio's console for call status changes. */
  String callStatusUrl() {
    return web.url(callStatus);
  }

  /** Where Twilio asks what to do next when an action is over. */
  String actionUrl(StepReference step, Action action) {
    return web.url(incomingCall + "/" + step.toPath() + "/" + action.kind());
  }

  String streamStatusUrl(StepReference step) {
    return web.url(streamStatus + "/" + step.toPath());
  }

  /** Where Twilio tells of the legs that a dial makes. */
  String dialStatusUrl(StepReference step) {
    return web.url(dialStatus + "/" + step.toPath());
  }

  /** Where Twilio tells what became of a recording. */
  String recordingStatusUrl(StepReference step) {
    return web.url(recordingStatus + "/" + step.toPath());
  }

  boolean claims(String path) {
    return media.claims(path)
        || List.of(incomingCall, callStatus, streamStatus, dialStatus, recordingStatus).stream()
            .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  /** What a request to a raw path is, or null if Twilio was never given such an address. */
  @Nullable Webhook webhook(String path) {
    if (path.equals(incomingCall)) {
      return new Webhook.IncomingCall();
    }
    if (path.equals(callStatus)) {
      return new Webhook.CallStatusChanged();
    }
    if (path.startsWith(incomingCall + "/")) {
      return actionOver(path.substring(incomingCall.length() + 1));
    }
    return atStep(path, streamStatus, Webhook.StreamStatusChanged::new)
        .or(() -> atStep(path, dialStatus, Webhook.DialStatusChanged::new))
        .or(() -> atStep(path, recordingStatus, Webhook.RecordingStatusChanged::new))
        .orElse(null);
  }

  private static Optional<Webhook> atStep(
      String path, String root, Function<StepReference, Webhook> webhook) {
    return path.startsWith(root + "/")
        ? Optional.ofNullable(StepReference.parse(path.substring(root.length() + 1))).map(webhook)
        : Optional.empty();
  }

  private static @Nullable Webhook actionOver(String stepAndKind) {
    int slash = stepAndKind.lastIndexOf('/');
    if (slash < 0) {
      return null;
    }
    StepReference step = StepReference.parse(stepAndKind.substring(0, slash));
    String kind = stepAndKind.substring(slash + 1);
    return step == null || !KINDS.contains(kind) ? null : new Webhook.ActionOver(step, kind);
  }
}
