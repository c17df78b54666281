package io.callrouter.examples.quickstart;

import io.callrouter.codec.WavAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The program that looks for recordings in what a caller heard. */
public final class HeardCheck {
  private HeardCheck() {}

  /**
   * Prints how each recording came over; exits with 1 if one has a fault.
   *
   * @param files the WAV file of what was heard, then those of what should have been
   */
  public static void main(String[] files) throws IOException {
    HeardAudio heard = new HeardAudio(WavAudio.read(Path.of(files[0])).toMono().samples());
    boolean faulty = false;
    for (String file : Stream.of(files).skip(1).toList()) {
      Path path = Path.of(file);
      Passage passage = heard.find(path.getFileName().toString(), WavAudio.read(path));
      System.out.println(passage);
      List<String> faults = passage.faults();
      faults.forEach(System.out::println);
      faulty |= !faults.isEmpty();
    }
    System.exit(faulty ? 1 : 0);
  }
}
