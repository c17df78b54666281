package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.SignedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The media stream of a leg, one at a time: opens the socket, tells how that goes, and ends it.
 *
 * <p>What is told of a socket that breaks off without a close frame is not confirmed: here {@code
 * streaming.failed} with the reason {@code connection_lost}. Needs the lock, but nothing goes onto
 * the socket while it is held.
 */
final class LegStream {
  private static final int NORMAL_CLOSE = 1000;
  private static final int NO_CLOSE_FRAME = 1006;

  private final Leg leg;
  private final CallControl control;
  private final Executor executor;
  private @Nullable Stream current;
  private int opened;

  LegStream(Leg leg, CallControl control) {
    this.leg = leg;
    this.control = control;
    this.executor = control.timekeeper().executor("telnyx-stream");
  }

  /** One stream; no two are the same. */
  private static final class Stream {
    private final String id;
    private final StreamOptions options;
    private final StreamSocket socket;

    Stream(String id, StreamOptions options, StreamSocket socket) {
      this.id = id;
      this.options = options;
      this.socket = socket;
    }
  }

  boolean isOpen() {
    return current != null;
  }

  /** Whether the caller talks on it, and his keys go there. */
  boolean isTalk() {
    Stream stream = current;
    return stream != null && !stream.options.isTap();
  }

  /** Whether the caller talks on it, or will when the socket opens. */
  boolean isTalkToCome() {
    return isTalk() && !leg.parts().plan().has(Misbehaviour.SocketNeverOpens.class);
  }

  /** Whether nothing was to hear, to say or to press for a second. */
  boolean isQuiet() {
    MediaLeg media = leg.parts().legs().last();
    return media == null || media.isQuiet();
  }

  /** Tells a key that something else took. */
  void tell(char key) {
    Stream stream = current;
    if (stream != null) {
      executor.execute(() -> stream.socket.tell(key));
    }
  }

  /** Opens the socket; the leg must have no stream. */
  void open(StreamOptions options) {
    LegParts parts = leg.parts();
    String id = control.account().uuidOf(leg.ids().leg() + " stream " + ++opened);
    Stream stream = new Stream(id, options, socket(id, options));
    current = stream;
    leg.occupyVoice();
    if (parts.plan().has(Misbehaviour.SocketNeverOpens.class)) {
      parts.log().misbehaved(new Misbehaviour.SocketNeverOpens());
      return;
    }
    Duration begun = parts.clock().now();
    parts
        .webhooks()
        .connect(handshake(options), stream.socket.listener())
        .whenComplete((connection, failure) -> opened(stream, begun, connection));
  }

  private StreamSocket socket(String id, StreamOptions options) {
    LegParts parts = leg.parts();
    StreamStart start =
        new StreamStart(
            id, control.account().userId(), leg, leg.clientState(), control.timekeeper());
    if (options.isTap()) {
      return new TapSocket(id, new TelnyxDialect(start, options, key -> {}), parts);
    }
    MediaLeg media = new MediaLeg(id, new TelnyxDialect(start, options, this::pressed), parts);
    parts.legs().add(media);
    return new TwoWaySocket(media);
  }

  /** Ends the stream in order; does nothing if there is none. */
  void stop() {
    Stream stream = current;
    if (stream != null) {
      end();
      executor.execute(stream.socket::stop);
      leg.events().send("streaming.stopped", payload(stream));
    }
  }

  private static SignedRequest handshake(StreamOptions options) {
    Map<String, String> headers =
        options.authToken().isEmpty()
            ? Map.of()
            : Map.of(StreamOptions.AUTH_TOKEN, options.authToken());
    return new SignedRequest("GET", options.url(), headers, "");
  }

  private void opened(Stream stream, Duration begun, @Nullable MediaConnection connection) {
    if (connection == null) {
      control.locked(() -> fail(stream, "connection_failed"));
      return;
    }
    if (!control.ask(() -> current == stream)) {
      connection.close(NORMAL_CLOSE, "");
      return;
    }
    leg.parts().log().add(Kind.SOCKET_OPEN, begun, stream.options.url().getRawPath());
    stream.socket.connected(connection);
    if (leg.parts().plan().has(Misbehaviour.SilentSocket.class)) {
      leg.parts().log().misbehaved(new Misbehaviour.SilentSocket());
    } else {
      stream.socket.start();
      control.locked(() -> started(stream));
    }
    CompletionStage<MediaLeg.Closing> end = stream.socket.closed();
    end.thenAccept(how -> control.locked(() -> closed(stream, how)));
  }

  private void started(Stream stream) {
    if (current == stream) {
      leg.events().send("streaming.started", payload(stream));
    }
  }

  private void closed(Stream stream, MediaLeg.Closing how) {
    if (current != stream) {
      return;
    }
    if (how.code() == NO_CLOSE_FRAME) {
      fail(stream, "connection_lost");
    } else {
      end();
      leg.events().send("streaming.stopped", payload(stream));
    }
  }

  private void fail(Stream stream, String reason) {
    if (current != stream) {
      return;
    }
    end();
    ObjectNode payload = leg.events().payload();
    payload.put("failure_reason", reason);
    payload.put("stream_id", stream.id);
    payload.put("stream_type", "websocket");
    payload
        .putObject("stream_params")
        .put("stream_url", stream.options.url().toString())
        .put("track", stream.options.track());
    leg.events().send("streaming.failed", payload);
  }

  private void end() {
    current = null;
    leg.occupyVoice();
    leg.touch();
    leg.takeKeys();
  }

  /** A key that went out on the socket is told by webhook, too. */
  private void pressed(char key) {
    executor.execute(() -> control.locked(() -> leg.pressed(key)));
  }

  private ObjectNode payload(Stream stream) {
    return leg.events().payload().put("stream_url", stream.options.url().toString());
  }
}
