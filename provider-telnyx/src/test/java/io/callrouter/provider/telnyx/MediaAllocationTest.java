package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.Track;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a media message costs in bytes on the heap. */
class MediaAllocationTest {
  private static final int MESSAGES = 2_000;
  private static final int ATTEMPTS = 20;

  private final Listener listener = new Listener();
  private int written;

  static List<Arguments> wires() {
    return List.of(
        arguments(AudioFormat.PCMU, ByteOrder.LITTLE_ENDIAN),
        arguments(AudioFormat.PCMA, ByteOrder.BIG_ENDIAN),
        arguments(AudioFormat.l16(16000), ByteOrder.LITTLE_ENDIAN),
        arguments(AudioFormat.l16(16000), ByteOrder.BIG_ENDIAN));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void readingAllocatesNothing(AudioFormat codec, ByteOrder order) {
    TelnyxMediaWire wire = started(codec, order);
    byte[] frame = new byte[codec.bytesPerFrame()];
    String payload = Base64.getEncoder().encodeToString(frame);
    String message = MediaMessages.media("2", "20", payload);
    assertEquals(0, leastBytesPerMessage(() -> wire.read(message, listener)));
    assertEquals(MESSAGES * ATTEMPTS * frame.length, listener.bytes);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void writingAllocatesTheMessageOnly(AudioFormat codec, ByteOrder order) {
    TelnyxMediaWire wire = started(codec, order);
    byte[] frame = new byte[codec.bytesPerFrame()];
    byte[] message = wire.audio(frame, 0, frame.length).getBytes(StandardCharsets.ISO_8859_1);
    long one =
        leastBytesPerMessage(
            () -> written += new String(message, StandardCharsets.ISO_8859_1).length());
    assertEquals(
        one, leastBytesPerMessage(() -> written += wire.audio(frame, 0, frame.length).length()));
    assertEquals(2 * MESSAGES * ATTEMPTS * message.length, written);
  }

  @Test
  void aMessageIsItsAudioInBase64And40Characters() {
    TelnyxMediaWire wire = started(AudioFormat.PCMU, ByteOrder.LITTLE_ENDIAN);
    int envelope = "{'event':'media','media':{'payload':''}}".length();
    assertEquals(216 + envelope, wire.audio(new byte[160], 0, 160).length());
  }

  private TelnyxMediaWire started(AudioFormat codec, ByteOrder order) {
    TelnyxMediaWire wire = new TelnyxMediaWire(codec, order);
    wire.read(MediaMessages.start(codec.encoding().name(), codec.sampleRateHz()), listener);
    return wire;
  }

  /** The least of several attempts: whatever else the JVM does on this thread is not ours. */
  private static long leastBytesPerMessage(Runnable message) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < MESSAGES; i++) {
        message.run();
      }
      long bytes = threads.getThreadAllocatedBytes(thread) - before;
      least = Math.min(least, bytes / MESSAGES);
    }
    return least;
  }

  private static final class Listener implements MediaEvents {
    private int bytes;

    @Override
    public void onStart(MediaStart start) {}

    @Override
    public void onAudio(
        Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
      bytes += length;
    }

    @Override
    public void onMark(String name) {}

    @Override
    public void onDigit(char digit) {}

    @Override
    public void onError(long code, String reason) {}

    @Override
    public void onStop() {}
  }
}
