package io.callrouter.examples.voiceagent;

import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.openai.ModelVoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The simulated model's voice: recordings of what it says at the front desk. */
final class DemoVoice implements ModelVoice {
  private final Map<String, WavAudio> recordings = new HashMap<>();

  /** Reads the recordings, which {@code samples/make-samples.sh} made. */
  DemoVoice() throws IOException {
    try (InputStream index = file("index.tsv")) {
      String all = new String(index.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.lines().toList()) {
        int tab = line.indexOf('\t');
        try (InputStream wav = file(line.substring(0, tab) + ".wav")) {
          recordings.put(line.substring(tab + 1), WavAudio.read(wav));
        }
      }
    }
  }

  /** What there is no recording of, or at another rate, is tones. */
  @Override
  public short @Nullable [] speak(String text, int sampleRateHz) {
    WavAudio recording = recordings.get(text);
    return recording == null || recording.sampleRateHz() != sampleRateHz
        ? null
        : recording.samples();
  }

  private static InputStream file(String name) {
    return Objects.requireNonNull(DemoVoice.class.getResourceAsStream("speech/" + name), name);
  }
}
