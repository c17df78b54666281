package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.Pace;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AudioQueueTest {
  private final AudioQueue queue = new AudioQueue(AudioFormat.PCMU);
  private final byte[] frame = new byte[160];

  @Test
  void lessThanAFrameWaitsUntilItsItemHasEndedOrIsOvertaken() {
    Item first = item("first");
    Item second = item("second");
    queue.add(first, frame, 0, 100);
    assertEquals(0, queue.nextBytes());
    queue.add(second, frame, 0, 100);
    assertEquals(100, queue.nextBytes());
    queue.take(frame, 100);

    assertSame(second, queue.headItem());
    assertEquals(0, queue.nextBytes());
    second.ended = true;
    assertEquals(100, queue.nextBytes());
    queue.take(frame, 100);
    assertEquals(0, queue.nextBytes());
    assertTrue(queue.isEmpty());
  }

  @Test
  void whatGoesInComesOutInOrderWhateverTheSizes() {
    Random random = new Random(5);
    Item[] items = {item("a"), item("b"), item("c")};
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      // For a while more goes in than comes out, then the other way round.
      boolean filling = i / 5000 % 2 == 0;
      byte[] piece = new byte[random.nextInt(filling ? 160 : 80)];
      random.nextBytes(piece);
      in.writeBytes(piece);
      if (piece.length > 0) {
        queue.add(items[random.nextInt(3)], piece, 0, piece.length);
      }
      int length = queue.nextBytes();
      queue.take(frame, length);
      out.write(frame, 0, length);
    }
    items[0].ended = items[1].ended = items[2].ended = true;
    for (int length = queue.nextBytes(); length > 0; length = queue.nextBytes()) {
      queue.take(frame, length);
      out.write(frame, 0, length);
    }

    assertArrayEquals(in.toByteArray(), out.toByteArray());
    assertEquals(0, items[0].queuedBytes + items[1].queuedBytes + items[2].queuedBytes);
  }

  @Test
  void framesThatAreRemovedLeaveTheOrderOfTheOthers() {
    Item first = item("first");
    Item second = item("second");
    for (int i = 0; i < 10; i++) {
      Arrays.fill(frame, (byte) i);
      queue.add(i < 5 ? first : second, frame, 0, i == 4 || i == 9 ? 60 : 160);
    }
    int removed = queue.remove(500, frame, (bytes, length) -> bytes[0] % 2 == 1);

    assertEquals(480, removed);
    assertEquals(2 * 160 + 60, first.queuedBytes);
    assertEquals(3 * 160 + 60, second.queuedBytes);
    int[] left = {0, 2, 4, 6, 7, 8, 9};
    second.ended = true;
    for (int value : left) {
      int length = queue.nextBytes();
      queue.take(frame, length);
      assertEquals(value, frame[0]);
      assertEquals(value == 4 || value == 9 ? 60 : 160, length);
    }
    assertTrue(queue.isEmpty());
  }

  private static Item item(String name) {
    return new Item(name, AudioFormat.PCMU, Pace.AHEAD, null, null, 0, account -> {});
  }
}
