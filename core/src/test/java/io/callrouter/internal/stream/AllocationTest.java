package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.media.TapContext;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A frame's way from the socket's reader through an endpoint back to the socket. */
class AllocationTest {
  private static final int FRAMES = 2_000;
  private static final int TAPS_BEHIND = 15;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AtomicInteger tapped = new AtomicInteger();
  private final byte[] frame = new byte[AudioFormat.PCMU.bytesPerFrame()];

  @ParameterizedTest
  @CsvSource({
    "8000, 0, false",
    "24000, 0, false",
    "8000, 1, false",
    "8000, 2, false",
    "8000, 0, true"
  })
  void aFrameAllocatesNothingOnTheThreadThatReadIt(int endpointHz, int taps, boolean detectsKeys) {
    assertAllocatesNothing(
        AudioFormat.PCMU, AudioFormat.PCMU, false, endpointHz, taps, detectsKeys);
  }

  /** What the carrier numbers, sends and takes in formats of its own, and wants whole frames of. */
  @ParameterizedTest
  @CsvSource({
    "PCMU, 8000, PCMU, 8000, 8000, 0, false",
    "PCMA, 8000, PCMU, 8000, 24000, 1, true",
    "L16, 16000, L16, 16000, 16000, 0, false",
    "L16, 16000, L16, 16000, 24000, 1, true",
    "PCMU, 8000, L16, 16000, 8000, 1, false"
  })
  void norDoesOneOfACarrierThatCountsThem(
      AudioFormat.Encoding encoding,
      int sampleRateHz,
      AudioFormat.Encoding outboundEncoding,
      int outboundRateHz,
      int endpointHz,
      int taps,
      boolean detectsKeys) {
    assertAllocatesNothing(
        new AudioFormat(encoding, sampleRateHz),
        new AudioFormat(outboundEncoding, outboundRateHz),
        true,
        endpointHz,
        taps,
        detectsKeys);
  }

  private void assertAllocatesNothing(
      AudioFormat format,
      AudioFormat outbound,
      boolean counted,
      int endpointHz,
      int taps,
      boolean detectsKeys) {
    byte[] frame = new byte[format.bytesPerFrame()];
    try (ManualTimekeeper time = Timekeeper.manual();
        Pacer pacer = new Pacer(time)) {
      Silent carrier = new Silent();
      carrier.playsWholeFramesOnly = counted;
      MediaStream stream =
          new MediaStream(
              "call",
              format,
              outbound,
              carrier,
              carrier,
              pacer,
              time,
              StreamFixture.BOUNDS,
              (outcome, broken) -> {});
      Map<String, TapFactory> listening = new HashMap<>();
      for (int i = 0; i < taps; i++) {
        listening.put("tap " + i, context -> new Counts());
      }
      stream.tap(listening, StreamFixture.CONTEXT);
      stream.detectKeys(detectsKeys);
      stream.connect(context -> new Back(endpointHz), StreamFixture.CONTEXT);
      time.runReady();
      long allocated = 0;
      for (int i = 0; i < FRAMES; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long sequence = counted ? i + 1 : MediaEvents.IN_ORDER;
        stream.audio(Track.INBOUND, sequence, frame, 0, frame.length, 20L * i);
        // A frame in ten brings a mark with it, which is a name and an entry.
        boolean counts = i > FRAMES / 2 && carrier.mark == null;
        allocated += counts ? threads.getCurrentThreadAllocatedBytes() - before : 0;
        if (carrier.mark != null) {
          stream.mark(carrier.mark);
          carrier.mark = null;
        }
        time.advance(Duration.ofMillis(20));
      }
      assertEquals(FRAMES, carrier.frames);
      assertEquals(taps * (FRAMES - TAPS_BEHIND), tapped.get(), taps * 10);
      double perFrame = (double) allocated / (FRAMES / 2);
      assertTrue(perFrame < 4, perFrame + " bytes a frame");
    }
  }

  /** Counts what it hears. */
  private final class Counts implements AudioTap {
    @Override
    public void onAudio(TapContext context, AudioFrame caller, AudioFrame heard) {
      tapped.incrementAndGet();
    }
  }

  @Test
  void aFrameForATapOnAStreamOfItsOwnAllocatesNothing() {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      TapStream stream = new TapStream("call", AudioFormat.PCMU, time, (kind, details) -> {});
      stream.tap("deaf", context -> (here, caller, heard) -> {}, StreamFixture.CONTEXT);
      time.runReady();
      long allocated = 0;
      for (int i = 0; i < FRAMES; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, frame, 0, frame.length, 20L * i);
        stream.audio(Track.OUTBOUND, MediaEvents.IN_ORDER, frame, 0, frame.length, 20L * i);
        allocated += i > FRAMES / 2 ? threads.getCurrentThreadAllocatedBytes() - before : 0;
        time.advance(Duration.ofMillis(20));
      }
      double perPair = (double) allocated / (FRAMES / 2);
      assertTrue(perPair < 4, perPair + " bytes a pair");
      stream.end("over");
      time.runReady();
    }
  }

  /** Sends back what it hears, in a format of its own. */
  private static final class Back implements AudioEndpoint {
    private final int sampleRateHz;
    private PlayItem item;

    Back(int sampleRateHz) {
      this.sampleRateHz = sampleRateHz;
    }

    @Override
    public AudioFormat format(AudioFormat carrierFormat) {
      return AudioFormat.l16(sampleRateHz);
    }

    @Override
    public void onStart(EndpointContext context) {
      item = context.item("back");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame heard) {
      item.send(heard.array(), heard.offset(), heard.length());
    }
  }

  /** Counts what it gets, without writing it down. */
  private static final class Silent implements MediaSocket, MediaWire {
    int frames;
    boolean playsWholeFramesOnly;
    String mark;

    @Override
    public void send(String message, Sent sent) {
      sent.done(null);
    }

    @Override
    public void close(int code, String reason) {}

    @Override
    public String audio(byte[] audio, int offset, int length) {
      frames++;
      return "audio";
    }

    @Override
    public boolean playsWholeFramesOnly() {
      return playsWholeFramesOnly;
    }

    @Override
    public String mark(String name) {
      mark = name;
      return "mark";
    }

    @Override
    public String clear() {
      return "clear";
    }

    @Override
    public Verdict read(String message, MediaEvents events) {
      throw new UnsupportedOperationException();
    }
  }
}
