package io.callrouter.testkit;

import io.callrouter.testkit.TimelineEvent.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One media stream from the handshake of its socket to its end, with its callbacks. */
final class MediaSession {
  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(10);
  private static final int HANDSHAKE_FAILED = 31920;
  private static final int SERVER_CLOSED = 31921;
  private static final int NORMAL_CLOSE = 1000;

  private final Connect.Stream stream;
  private final MediaLeg leg;
  private final CallContext context;
  private final LiveCall call;

  MediaSession(Connect.Stream stream, MediaLeg leg, CallContext context, LiveCall call) {
    this.stream = stream;
    this.leg = leg;
    this.context = context;
    this.call = call;
  }

  /** Returns when the socket is closed, or could not be opened. */
  void run() throws CallOver, InterruptedException {
    MediaConnection connection = open();
    if (connection == null) {
      return;
    }
    leg.connected(connection);
    try {
      if (context.options().streamFault() == StreamFault.NONE) {
        leg.start(stream.parameters());
        tell("stream-started", null);
      }
      judge(call.awaitEnd(leg));
    } finally {
      leg.stop();
      tell("stream-stopped", null);
    }
  }

  private @Nullable MediaConnection open() throws CallOver, InterruptedException {
    Duration begun = call.now();
    CompletionStage<MediaConnection> stage = context.web().connect(stream.url(), leg);
    CompletableFuture<MediaConnection> opening = stage.toCompletableFuture();
    try {
      if (call.waitFor(opening, LONGEST_HANDSHAKE)) {
        MediaConnection connection = opening.join();
        context.log().add(Kind.SOCKET_OPEN, begun, stream.url().getRawPath());
        return connection;
      }
      fail(HANDSHAKE_FAILED, "no answer to the handshake within 10 s");
    } catch (CompletionException e) {
      fail(HANDSHAKE_FAILED, reason(e));
    } catch (CallOver over) {
      stage.thenAccept(connection -> connection.close(NORMAL_CLOSE, ""));
      throw over;
    }
    return null;
  }

  private void judge(MediaLeg.Closing closing) {
    if (closing.code() != NORMAL_CLOSE && !closing.byTest()) {
      fail(SERVER_CLOSED, "the server closed: " + closing.code() + " " + closing.reason());
    }
  }

  private void fail(int code, String why) {
    context.log().alert(Alert.Level.ERROR, code, why);
    tell("stream-error", why);
  }

  private void tell(String event, @Nullable String error) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", context.account().sid());
    parameters.put("CallSid", context.callSid());
    parameters.put("StreamSid", leg.streamSid());
    parameters.put("StreamName", stream.name() == null ? leg.streamSid() : stream.name());
    parameters.put("StreamEvent", event);
    if (error != null) {
      parameters.put("StreamError", error);
    }
    context.callbacks().stream(stream.status(), parameters);
  }

  private static String reason(CompletionException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause instanceof UncheckedIOException ? cause.getCause() : cause);
  }
}
