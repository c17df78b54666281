package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReframerTest {
  private final List<byte[]> frames = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 159, 160, 161, 320, 1000})
  void chunksOfAnySizeGiveTheSameFrames(int chunk) {
    byte[] stream = bytes(1000);
    Reframer reframer = reframer(160);
    for (int at = 0; at < stream.length; at += chunk) {
      reframer.push(stream, at, Math.min(chunk, stream.length - at));
    }
    assertFrames(stream, 160, 6);
    assertEquals(40, reframer.pendingBytes());
  }

  @Test
  void chunksOfChangingSizeGiveTheSameFrames() {
    byte[] stream = bytes(10_000);
    Reframer reframer = reframer(7);
    var random = new Random(5);
    for (int at = 0; at < stream.length; ) {
      int chunk = Math.min(random.nextInt(30), stream.length - at);
      reframer.push(stream, at, chunk);
      at += chunk;
    }
    assertFrames(stream, 7, 10_000 / 7);
  }

  @Test
  void flushGivesTheShortTailOnce() {
    byte[] stream = bytes(50);
    Reframer reframer = reframer(40);
    reframer.push(stream, 0, 50);
    reframer.flush();
    reframer.flush();
    assertEquals(2, frames.size());
    assertArrayEquals(Arrays.copyOfRange(stream, 40, 50), frames.get(1));
    assertEquals(0, reframer.pendingBytes());
  }

  @Test
  void resetForgetsTheTail() {
    byte[] stream = bytes(50);
    Reframer reframer = reframer(40);
    reframer.push(stream, 0, 10);
    reframer.reset();
    reframer.push(stream, 10, 40);
    assertEquals(1, frames.size());
    assertArrayEquals(Arrays.copyOfRange(stream, 10, 50), frames.get(0));
  }

  @Test
  void aFrameWithinAChunkIsHandedOnWithoutACopy() {
    byte[] chunk = bytes(50);
    var reframer =
        new Reframer(
            20,
            (bytes, from, length) -> {
              assertSame(chunk, bytes);
              frames.add(Arrays.copyOfRange(bytes, from, from + length));
            });
    reframer.push(chunk, 5, 40);
    assertEquals(2, frames.size());
    assertArrayEquals(Arrays.copyOfRange(chunk, 25, 45), frames.get(1));
  }

  @Test
  void goesOnWithTheNextChunkAfterTheConsumerThrew() {
    var reframer =
        new Reframer(
            4,
            (bytes, from, length) -> {
              frames.add(Arrays.copyOfRange(bytes, from, from + length));
              if (frames.size() == 1) {
                throw new IllegalStateException("first frame");
              }
            });
    byte[] stream = bytes(12);
    reframer.push(stream, 0, 3);
    assertThrows(IllegalStateException.class, () -> reframer.push(stream, 3, 5));
    reframer.push(stream, 8, 4);
    assertEquals(2, frames.size());
    assertArrayEquals(Arrays.copyOfRange(stream, 8, 12), frames.get(1));
  }

  @Test
  void refusesAFrameWithoutBytesAndARangeOutsideTheArray() {
    assertThrows(IllegalArgumentException.class, () -> reframer(0));
    Reframer reframer = reframer(4);
    assertThrows(IndexOutOfBoundsException.class, () -> reframer.push(new byte[3], 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> reframer.push(new byte[3], 1, -1));
    assertEquals(0, reframer.pendingBytes());
  }

  private Reframer reframer(int frameBytes) {
    return new Reframer(
        frameBytes,
        (bytes, from, length) -> frames.add(Arrays.copyOfRange(bytes, from, from + length)));
  }

  private void assertFrames(byte[] stream, int frameBytes, int count) {
    assertEquals(count, frames.size());
    for (int i = 0; i < count; i++) {
      assertArrayEquals(
          Arrays.copyOfRange(stream, i * frameBytes, (i + 1) * frameBytes), frames.get(i));
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
