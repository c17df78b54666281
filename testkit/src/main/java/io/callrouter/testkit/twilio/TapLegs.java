package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.MediaLeg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The streams of one call that only bring audio, by their names; several may be open. */
final class TapLegs {
  /** A call may have four tracks that go one way, and each stream has two. */
  private static final int MOST = 2;

  private static final int UNKNOWN_ERROR = 31900;

  private final CallContext context;
  private final Map<String, TapLeg> open = new LinkedHashMap<>();
  private int begun;

  TapLegs(CallContext context) {
    this.context = context;
  }

  /** Opens the socket of a stream; returns at once. */
  void start(Connect.Stream stream) {
    TapLeg leg = new TapLeg(nextSid(), context);
    String name = stream.name() == null ? leg.streamSid() : stream.name();
    StreamReports reports = new StreamReports(stream, leg.streamSid(), context);
    String fault = claim(name, leg);
    if (fault != null) {
      reports.fail(UNKNOWN_ERROR, fault);
      return;
    }
    context
        .web()
        .connect(stream.url(), leg)
        .whenComplete(
            (connection, failure) -> {
              if (connection == null) {
                forget(name, leg);
                reports.noHandshake(failure);
              } else {
                leg.start(connection, stream.parameters());
                reports.started();
              }
            });
    CompletionStage<MediaLeg.Closing> over = leg.closed();
    over.thenAccept(
        closing -> {
          forget(name, leg);
          reports.closed(closing);
          reports.stopped();
        });
  }

  private synchronized String nextSid() {
    return context.account().idOf("MZ", context.carrierId() + " one way " + begun++);
  }

  private synchronized @Nullable String claim(String name, TapLeg leg) {
    if (open.containsKey(name)) {
      return "there is a stream named " + name;
    }
    if (open.size() == MOST) {
      return "a call may have four tracks that go one way";
    }
    open.put(name, leg);
    return null;
  }

  private synchronized void forget(String name, TapLeg leg) {
    open.remove(name, leg);
  }

  /** Ends a stream; there is nothing to do if it is over. */
  void stop(String name) {
    TapLeg leg;
    synchronized (this) {
      leg = open.get(name);
    }
    if (leg != null) {
      leg.stop();
    }
  }

  /** The call is over. */
  void stopAll() {
    all().forEach(TapLeg::stop);
  }

  /** Breaks all sockets off. */
  void cutAll() {
    all().forEach(TapLeg::cut);
  }

  private synchronized List<TapLeg> all() {
    return List.copyOf(open.values());
  }
}
