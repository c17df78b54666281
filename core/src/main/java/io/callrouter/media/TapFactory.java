package io.callrouter.media;

/**
 * Makes the tap of a call, under the name it is registered with; run on the node where the media
 * socket arrives.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TapFactory {
  /**
   * Makes one tap for one call. Called on the tap's own thread; may block, while up to 4 s of audio
   * wait.
   *
   * @throws Exception if it cannot be made: that is logged, and the call goes on without it
   */
  AudioTap create(ConnectContext context) throws Exception;
}
