package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class Pcm16Test {

  @Test
  void putsTheLowByteFirst() {
    byte[] bytes = new byte[6];
    assertEquals(4, Pcm16.encode(new short[] {0, 0x1234, -2}, 1, 2, bytes, 1));
    assertArrayEquals(new byte[] {0, 0x34, 0x12, (byte) 0xFE, (byte) 0xFF, 0}, bytes);
  }

  @Test
  void everySampleSurvivesTheRoundTrip() {
    short[] samples = new short[1 << 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) i;
    }
    byte[] bytes = new byte[2 * samples.length];
    short[] again = new short[samples.length];
    Pcm16.encode(samples, 0, samples.length, bytes, 0);
    assertEquals(samples.length, Pcm16.decode(bytes, 0, bytes.length, again, 0));
    assertArrayEquals(samples, again);
  }

  @Test
  void refusesHalfASample() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Pcm16.decode(new byte[8], 0, 3, new short[8], 0));
    assertEquals("src: 3 bytes, where 16-bit PCM allows even numbers only", e.getMessage());
  }

  @Test
  void writesNothingWhenThereIsNoRoom() {
    short[] samples = Signals.noise(1, 8);
    byte[] bytes = new byte[15];
    assertThrows(IllegalArgumentException.class, () -> Pcm16.encode(samples, 0, 8, bytes, 0));
    assertArrayEquals(new byte[15], bytes);
    short[] decoded = new short[6];
    assertThrows(IllegalArgumentException.class, () -> Pcm16.decode(bytes, 0, 14, decoded, 0));
    assertThrows(IllegalArgumentException.class, () -> Pcm16.decode(bytes, 4, 12, decoded, 0));
    assertThrows(IllegalArgumentException.class, () -> Pcm16.decode(bytes, 0, -2, decoded, 0));
    assertArrayEquals(new short[6], decoded);
  }
}
