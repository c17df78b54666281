package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.Track;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a media message costs in bytes on the heap. */
class MediaAllocationTest {
  private static final int MESSAGES = 2_000;
  private static final int ATTEMPTS = 20;

  private final TwilioMediaWire wire = new TwilioMediaWire(TwilioRequests.ACCOUNT_SID);
  private final Listener listener = new Listener();
  private final byte[] frame = new byte[160];
  private int written;

  @Test
  void readingAllocatesNothing() {
    wire.read(MediaMessages.START, listener);
    String message = MediaMessages.media("\"20\"", Base64.getEncoder().encodeToString(frame));
    assertEquals(0, leastBytesPerMessage(() -> wire.read(message, listener)));
    assertEquals(MESSAGES * ATTEMPTS * 160, listener.bytes);
  }

  @Test
  void writingAllocatesTheMessageOnly() {
    wire.read(MediaMessages.START, listener);
    byte[] message = wire.audio(frame, 0, 160).getBytes(StandardCharsets.ISO_8859_1);
    long one =
        leastBytesPerMessage(
            () -> written += new String(message, StandardCharsets.ISO_8859_1).length());
    assertEquals(one, leastBytesPerMessage(() -> written += wire.audio(frame, 0, 160).length()));
    assertEquals(2 * MESSAGES * ATTEMPTS * message.length, written);
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
