package io.callrouter.internal.stream;

import io.callrouter.call.Call;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapContext;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/** What a tap is given: its stream, seen from its side. */
record TapSideContext(ConnectContext connect, AudioFormat format, MediaStream stream, Taps taps)
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
    return stream.carrierFormat;
  }

  @Override
  public Timekeeper timekeeper() {
    return stream.timekeeper;
  }

  @Override
  public long nowSamples() {
    long samples = taps.position() / stream.carrierFormat.bytesPerSample();
    return samples * format.sampleRateHz() / stream.carrierFormat.sampleRateHz();
  }
}
