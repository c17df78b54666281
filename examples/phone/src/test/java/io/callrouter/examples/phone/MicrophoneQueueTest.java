package io.callrouter.examples.phone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class MicrophoneQueueTest {
  private static final int FRAME = 160;

  private final MicrophoneQueue queue = new MicrophoneQueue();
  private int next = 1;

  @Test
  void whatComesIsTakenInOrderOnceThereIsAReserve() {
    queue.open();
    write(FRAME);
    assertArrayEquals(new short[FRAME], read());
    write(FRAME);
    assertArrayEquals(counting(1), read());
    assertArrayEquals(counting(1 + FRAME), read());
  }

  @Test
  void aLateMessageIsBridgedByTheReserve() {
    queue.open();
    write(2 * FRAME);
    read();
    read();
    write(FRAME);
    write(FRAME);
    assertArrayEquals(counting(1 + 2 * FRAME), read());
  }

  @Test
  void afterAGapThereIsAReserveAgainBeforeItGoesOn() {
    queue.open();
    write(2 * FRAME);
    read();
    read();
    assertArrayEquals(new short[FRAME], read());
    write(FRAME);
    assertArrayEquals(new short[FRAME], read());
    write(FRAME);
    assertArrayEquals(counting(1 + 2 * FRAME), read());
  }

  @Test
  void messagesOfAnySizeBecomeFrames() {
    queue.open();
    for (int i = 0; i < 47; i++) {
      write(7);
    }
    assertEquals(41, queue.bufferedMs());
    assertArrayEquals(counting(1), read());
    assertEquals(21, queue.bufferedMs());
  }

  @Test
  void theOldestGivesWayBeyond400Ms() {
    queue.open();
    write(3200 + 80);
    assertEquals(400, queue.bufferedMs());
    assertEquals(10, queue.droppedMs());
    assertArrayEquals(counting(81), read());
  }

  @Test
  void whatWasSaidBeforeAnybodyListenedIsNotHeard() {
    write(FRAME);
    queue.open();
    write(FRAME);
    assertArrayEquals(new short[FRAME], read());
    queue.close();
    write(4 * FRAME);
    assertArrayEquals(new short[FRAME], read());
    assertEquals(0, queue.bufferedMs());
  }

  private void write(int samples) {
    ByteBuffer pcm = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      pcm.putShort((short) next++);
    }
    queue.write(pcm.rewind());
  }

  private short[] read() {
    short[] frame = new short[FRAME];
    queue.read(frame);
    return frame;
  }

  private static short[] counting(int from) {
    short[] frame = new short[FRAME];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (short) (from + i);
    }
    return frame;
  }
}
