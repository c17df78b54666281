package io.callrouter.media;

/** Plays a clip and finishes when it was heard. */
final class Player implements AudioEndpoint {
  private final AudioClip clip;

  Player(AudioClip clip) {
    this.clip = clip;
  }

  @Override
  public Pace pace() {
    return Pace.AHEAD;
  }

  @Override
  public void onStart(EndpointContext context) {
    clip.sendTo(context.item("clip"), context.format());
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) {
    // A player does not listen.
  }

  @Override
  public void onPlayed(EndpointContext context, PlayedItem item) {
    context.finish("");
  }
}
