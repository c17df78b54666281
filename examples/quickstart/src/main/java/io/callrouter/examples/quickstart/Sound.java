package io.callrouter.examples.quickstart;

import io.callrouter.codec.WavAudio;
import io.callrouter.media.AudioClip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Something the agent can say, recorded in a file beside this class.
 *
 * @param clip ready to be played in any number of calls
 * @param recording its samples, for comparison
 */
record Sound(AudioClip clip, WavAudio recording) {
  static final Sound GREETING = read("greeting.wav");
  static final Sound MENU = read("menu.wav");
  static final Sound ECHO = read("echo.wav");
  static final Sound ABOUT = read("about.wav");
  static final Sound PARDON = read("pardon.wav");
  static final Sound GOODBYE = read("goodbye.wav");

  private static Sound read(String file) {
    try (InputStream in = Sound.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program's jar");
      }
      byte[] wav = in.readAllBytes();
      return new Sound(AudioClip.fromWav(wav), WavAudio.read(new ByteArrayInputStream(wav)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
