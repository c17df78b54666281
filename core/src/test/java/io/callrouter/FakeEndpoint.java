package io.callrouter;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An endpoint that a test ends as it likes; counts what is called. */
final class FakeEndpoint implements AudioEndpoint {
  final ConnectContext connect;
  final AtomicInteger frames = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private volatile @Nullable EndpointContext context;

  FakeEndpoint(ConnectContext connect) {
    this.connect = connect;
  }

  EndpointContext context() {
    return Objects.requireNonNull(context);
  }

  boolean isStarted() {
    return context != null;
  }

  @Override
  public void onStart(EndpointContext started) {
    context = started;
  }

  @Override
  public void onAudio(EndpointContext here, AudioFrame frame) {
    frames.incrementAndGet();
  }

  @Override
  public void onDigit(EndpointContext here, char digit) {
    if (digit == '9') {
      throw new IllegalStateException("nine is no answer");
    }
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
