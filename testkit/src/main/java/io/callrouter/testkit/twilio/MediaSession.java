package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One media stream from the handshake of its socket to its end, with its callbacks. */
final class MediaSession {
  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(10);
  private static final int NORMAL_CLOSE = 1000;

  private final Connect.Stream stream;
  private final MediaLeg leg;
  private final CallContext context;
  private final LiveCall call;
  private final StreamReports reports;

  MediaSession(Connect.Stream stream, MediaLeg leg, CallContext context, LiveCall call) {
    this.stream = stream;
    this.leg = leg;
    this.context = context;
    this.call = call;
    this.reports = new StreamReports(stream, leg.streamId(), context);
  }

  /** Returns when the socket is closed, or could not be opened. */
  void run() throws CallOver, InterruptedException {
    MediaConnection connection = open();
    if (connection == null) {
      return;
    }
    leg.connected(connection);
    try {
      if (context.plan().has(Misbehaviour.SilentSocket.class)) {
        context.log().misbehaved(new Misbehaviour.SilentSocket());
      } else {
        leg.start();
        reports.started();
      }
      reports.closed(call.awaitEnd(leg));
    } finally {
      leg.stop();
      reports.stopped();
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
      reports.noHandshake(null);
    } catch (CompletionException e) {
      reports.noHandshake(e);
    } catch (CallOver over) {
      stage.thenAccept(connection -> connection.close(NORMAL_CLOSE, ""));
      throw over;
    }
    return null;
  }
}
