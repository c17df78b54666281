package io.callrouter.media;

/**
 * A piece of recorded sound, kept in memory as L16 mono.
 *
 * @since 0.1
 */
public final class AudioClip {
  private AudioClip() {}
}
