package io.callrouter.media;

/**
 * The ready-made endpoints.
 *
 * @since 0.1
 */
public final class Endpoints {
  private Endpoints() {}

  /** Lets the caller hear himself, in the carrier's own format, without touching a sample. */
  public static AudioEndpoint echo() {
    return new Echo();
  }

  /** Plays a clip, waits until it was heard, and finishes with an empty result. */
  public static AudioEndpoint player(AudioClip clip) {
    return new Player(clip);
  }

  /** Runs a blocking program on a thread of its own. */
  public static AudioEndpoint script(Script.Program program) {
    return new ScriptEndpoint(program);
  }

  /**
   * Gives an endpoint that must block in {@code onAudio} a thread of its own and a queue of 500 ms;
   * what does not fit is dropped, oldest first, and counted.
   */
  public static AudioEndpoint offThread(AudioEndpoint endpoint) {
    return new OffThread(endpoint);
  }
}
