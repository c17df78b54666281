package io.callrouter.examples.quickstart;

import io.callrouter.codec.WavAudio;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the agent can say; the recordings beside this class, named as they are here. */
enum Sounds {
  GREETING,
  MENU,
  ECHO,
  ABOUT,
  PARDON,
  GOODBYE;

  /** The recording. */
  WavAudio recording() {
    try (InputStream in = Sounds.class.getResourceAsStream(fileName())) {
      if (in == null) {
        throw new IllegalStateException(fileName() + " is missing from the program's jar");
      }
      return WavAudio.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fileName() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".wav";
  }
}
