package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.carrier.MediaLeg;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the carrier tells of one media stream, to the application and to the test. */
final class StreamReports {
  private static final int HANDSHAKE_FAILED = 31920;
  private static final int SERVER_CLOSED = 31921;
  private static final int NORMAL_CLOSE = 1000;

  private final Connect.Stream stream;
  private final String streamSid;
  private final CallContext context;

  StreamReports(Connect.Stream stream, String streamSid, CallContext context) {
    this.stream = stream;
    this.streamSid = streamSid;
    this.context = context;
  }

  void started() {
    tell("stream-started", null);
  }

  void stopped() {
    tell("stream-stopped", null);
  }

  void noHandshake(@Nullable Throwable failure) {
    fail(
        HANDSHAKE_FAILED,
        failure == null ? "no answer to the handshake within 10 s" : reason(failure));
  }

  /** An error if the application closed it otherwise than in order. */
  void closed(MediaLeg.Closing closing) {
    if (closing.code() != NORMAL_CLOSE && !closing.byTest()) {
      fail(SERVER_CLOSED, "the server closed: " + closing.code() + " " + closing.reason());
    }
  }

  void fail(int code, String why) {
    context.log().alert(Alert.Level.ERROR, code, why);
    tell("stream-error", why);
  }

  private void tell(String event, @Nullable String error) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", context.account().sid());
    parameters.put("CallSid", context.carrierId());
    parameters.put("StreamSid", streamSid);
    parameters.put("StreamName", stream.name() == null ? streamSid : stream.name());
    parameters.put("StreamEvent", event);
    if (error != null) {
      parameters.put("StreamError", error);
    }
    context.callbacks().stream(stream.status(), parameters);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause instanceof UncheckedIOException ? cause.getCause() : cause);
  }
}
