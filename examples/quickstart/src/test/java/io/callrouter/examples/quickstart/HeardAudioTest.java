package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.WavAudio;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeardAudioTest {
  private static final WavAudio GREETING = Sound.GREETING.recording();
  private static final short[] SAID = HeardAudio.overTelephone(GREETING);
  private static final int BEFORE = 12_345;

  @Test
  void whatCameOverUnchangedHasNoFault() {
    Passage passage = judge(SAID);
    assertEquals(List.of(), passage.faults());
    assertEquals(BEFORE, passage.at());
    assertEquals(0, passage.levelDb(), 1e-9);
  }

  @Test
  void quantisationIsNoFault() {
    assertEquals(List.of(), judge(GREETING.samples()).faults());
  }

  @Test
  void whatWasNotSaidIsNotFound() {
    short[] other = HeardAudio.overTelephone(Sound.GOODBYE.recording());
    assertEquals(List.of("greeting was not heard"), judge(other).faults());
    assertEquals(List.of("greeting was not heard"), judge(new short[0]).faults());
  }

  @Test
  void whatWasCutOffIsNotFound() {
    short[] cut = Arrays.copyOf(SAID, SAID.length - 800);
    assertEquals(1, new HeardAudio(cut).find("greeting", GREETING).faults().size());
  }

  @Test
  void aWrongLevelIsFound() {
    short[] quiet = SAID.clone();
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] = (short) (quiet[i] * 9 / 10);
    }
    assertFault("greeting is off by -0.9 dB", quiet);
  }

  @Test
  void silenceInPlaceOfAFrameIsAGap() {
    int loud = indexOfPeak();
    short[] gap = SAID.clone();
    Arrays.fill(gap, loud - 80, loud + 80, (short) 0);
    assertFault("greeting has a gap of 20.00 ms", gap);
  }

  @Test
  void silencePutInBetweenIsFoundByTheEnd() {
    int middle = SAID.length / 2;
    short[] late = new short[SAID.length + 4];
    System.arraycopy(SAID, 0, late, 0, middle);
    System.arraycopy(SAID, middle, late, middle + 4, SAID.length - middle);
    assertTrue(judge(late).driftSamples() == 4, judge(late)::toString);
  }

  @Test
  void aLostFrameIsFoundByTheEnd() {
    int middle = SAID.length / 2;
    short[] early = Arrays.copyOf(SAID, SAID.length);
    System.arraycopy(SAID, middle + 160, early, middle, SAID.length - middle - 160);
    assertEquals(-160, judge(early).driftSamples());
  }

  @Test
  void aWrongPitchIsFound() {
    short[] high = new short[SAID.length];
    for (int i = 0; i < high.length; i++) {
      high[i] = SAID[Math.min(SAID.length - 1, (int) (i * 1.005))];
    }
    assertTrue(judge(high).faults().size() >= 1, judge(high)::toString);
  }

  @Test
  void aSingleWrongSampleIsAClick() {
    short[] click = SAID.clone();
    click[indexOfPeak() + 400] = 30_000;
    assertFault("greeting clicks: 1 samples are off", click);
  }

  private static void assertFault(String expected, short[] came) {
    Passage passage = judge(came);
    assertTrue(passage.faults().contains(expected), passage.faults()::toString);
  }

  private static Passage judge(short[] came) {
    short[] heard = new short[BEFORE + came.length + 4_000];
    System.arraycopy(came, 0, heard, BEFORE, came.length);
    return new HeardAudio(heard).find("greeting", GREETING);
  }

  private static int indexOfPeak() {
    int peak = 0;
    for (int i = 0; i < SAID.length; i++) {
      peak = Math.abs(SAID[i]) > Math.abs(SAID[peak]) ? i : peak;
    }
    return peak;
  }
}
