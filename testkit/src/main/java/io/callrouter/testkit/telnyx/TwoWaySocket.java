package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.web.MediaSocketListener;
import java.util.concurrent.CompletionStage;

/** The socket of a stream on which the caller talks with the application; it takes his keys. */
record TwoWaySocket(MediaLeg media) implements StreamSocket {
  @Override
  public MediaSocketListener listener() {
    return media;
  }

  @Override
  public void connected(MediaConnection open) {
    media.connected(open);
  }

  @Override
  public void start() {
    media.start();
  }

  /** There is none: all keys are taken from here. */
  @Override
  public void tell(char key) {}

  @Override
  public void stop() {
    media.stop();
  }

  @Override
  public CompletionStage<MediaLeg.Closing> closed() {
    return media.closed();
  }
}
