package io.callrouter.internal.stream;

import io.callrouter.call.Call;
import io.callrouter.call.Outcome;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A media stream with a carrier that knows what was heard, in time turned by hand. */
public final class StreamFixture implements AutoCloseable {
  /** What a factory gets. */
  public static final ConnectContext CONTEXT =
      new ConnectContext() {
        @Override
        public Call call() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, String> attributes() {
          return Map.of("language", "en");
        }

        @Override
        public Timekeeper timekeeper() {
          throw new UnsupportedOperationException();
        }
      };

  /** How long endpoints may take. */
  public static final EndpointBounds BOUNDS =
      new EndpointBounds(Duration.ofSeconds(10), Duration.ofSeconds(5));

  /** Time. */
  public final ManualTimekeeper time = Timekeeper.manual();

  /** The format of what the caller says. */
  public final AudioFormat format;

  /** The other side. */
  public final FakeCarrier carrier;

  /** What is tested. */
  public final MediaStream stream;

  /** How the peers ended. */
  public final List<Outcome> ended = new ArrayList<>();

  /** Which of them ended because they were broken. */
  public final List<Boolean> endedBroken = new ArrayList<>();

  private final Pacer pacer = new Pacer(time);
  private long saidMs;

  /** A stream of PCMU. */
  public StreamFixture() {
    this(AudioFormat.PCMU);
  }

  /** A stream of one format both ways. */
  public StreamFixture(AudioFormat format) {
    this(format, format);
  }

  /** A stream of a format each way. */
  public StreamFixture(AudioFormat format, AudioFormat outboundFormat) {
    this.format = format;
    carrier = new FakeCarrier(outboundFormat, time);
    stream =
        new MediaStream(
            "call test",
            format,
            outboundFormat,
            carrier,
            carrier,
            pacer,
            time,
            BOUNDS,
            this::onPeerEnded);
    carrier.markListener = stream::mark;
  }

  private void onPeerEnded(Outcome outcome, boolean broken) {
    ended.add(outcome);
    endedBroken.add(broken);
  }

  /** Connects an endpoint and starts it. */
  public void connect(AudioEndpoint endpoint) {
    connect((EndpointFactory) context -> endpoint);
  }

  /** Connects what a factory makes and starts it. */
  public void connect(EndpointFactory factory) {
    stream.connect(factory, CONTEXT);
    time.runReady();
  }

  /** Moves time. */
  public void advanceMs(long ms) {
    time.advance(Duration.ofMillis(ms));
  }

  /** The caller says 20 ms made of this byte; time stays. */
  public void say(int value) {
    say(frame(value));
  }

  /** The caller says this, which follows what he said before; time stays. */
  public void say(byte[] audio) {
    stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, audio, 0, audio.length, saidMs);
    saidMs += audio.length / format.bytesOf(1);
  }

  /** 20 ms made of this byte. */
  public byte[] frame(int value) {
    return audio(value, AudioFormat.FRAME_MS);
  }

  /** Audio made of this byte. */
  public byte[] audio(int value, int ms) {
    byte[] audio = new byte[format.bytesOf(ms)];
    Arrays.fill(audio, (byte) value);
    return audio;
  }

  /** Loud noise, no frame of which is like another. */
  public byte[] noise(Random random, int ms) {
    byte[] audio = new byte[format.bytesOf(ms)];
    for (int i = 0; i < audio.length; i++) {
      audio[i] = (byte) (random.nextInt(64) | (random.nextBoolean() ? 0x80 : 0));
    }
    return audio;
  }

  @Override
  public void close() {
    stream.end("the test is over");
    time.runReady();
    pacer.close();
    time.close();
  }
}
