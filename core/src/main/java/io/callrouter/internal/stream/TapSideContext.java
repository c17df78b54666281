package io.callrouter.internal.stream;

import io.callrouter.call.Call;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapContext;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/** What a tap is given: what it listens to, seen from its side. */
record TapSideContext(ConnectContext connect, AudioFormat format, TapSource source)
    implements TapContext {
  @Override
  public Call call() {
    return connect.call();
  }

  @Override
  public Map<String, String> attributes() {
    return connect.attributes();
  }

  @Override
  public AudioFormat carrierFormat() {
    return source.format();
  }

  @Override
  public Timekeeper timekeeper() {
    return source.timekeeper();
  }

  @Override
  public long nowSamples() {
    long samples = source.positionBytes().getAsLong() / source.format().bytesPerSample();
    return samples * format.sampleRateHz() / source.format().sampleRateHz();
  }
}
