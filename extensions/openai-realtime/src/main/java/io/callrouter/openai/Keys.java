package io.callrouter.openai;

import io.callrouter.codec.DtmfTone;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Keys to be pressed, and how they sound: for each a tone and a pause of the same length. */
record Keys(
    @Describe("0-9, *, #, A-D, and w for a pause of half a second; 32 at most") String digits) {
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-Dw]{1,32}");
  private static final int TONE_MS = 100;
  private static final int KEY_MS = 200;
  private static final int WAIT_MS = 500;

  Keys {
    if (!KEYS.matcher(digits).matches()) {
      throw new IllegalArgumentException("digits are 1 to 32 of 0-9, *, #, A-D and w");
    }
  }

  /** Their sound. */
  byte[] audio(AudioFormat format) {
    int rate = format.sampleRateHz();
    short[] samples = new short[startMs(digits.length()) * (rate / 1000)];
    for (int i = 0; i < digits.length(); i++) {
      char key = digits.charAt(i);
      if (key != 'w') {
        DtmfTone tone = new DtmfTone(key, rate, TONE_MS, DtmfTone.NOMINAL_LEVEL_DBM0);
        tone.read(samples, startMs(i) * (rate / 1000), tone.remainingSamples());
      }
    }
    byte[] audio = new byte[samples.length * format.bytesPerSample()];
    format.encoding().encode(samples, 0, samples.length, audio, 0);
    return audio;
  }

  /**
   * Tells the model which were pressed.
   *
   * @throws IllegalStateException if not all were
   */
  String pressed(PlayedItem account) {
    Duration heard = account.heard();
    long whole =
        Arrays.stream(ends()).filter(end -> heard.compareTo(Duration.ofMillis(end)) >= 0).count();
    if (whole < digits.length()) {
      throw new IllegalStateException(
          "somebody spoke meanwhile: only the first " + whole + " of the keys were pressed");
    }
    return "All keys were pressed.";
  }

  /** Where the tone of each is over, in ms. */
  private int[] ends() {
    int[] ends = new int[digits.length()];
    Arrays.setAll(ends, i -> digits.charAt(i) == 'w' ? startMs(i + 1) : startMs(i) + TONE_MS);
    return ends;
  }

  private int startMs(int index) {
    return digits.substring(0, index).chars().map(key -> key == 'w' ? WAIT_MS : KEY_MS).sum();
  }
}
