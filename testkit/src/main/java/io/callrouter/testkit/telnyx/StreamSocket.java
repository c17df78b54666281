package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.web.MediaSocketListener;
import java.util.concurrent.CompletionStage;

/** The carrier's end of the socket of one stream. None of its methods needs the lock. */
interface StreamSocket {
  /** What the application's messages and the end of the socket go to. */
  MediaSocketListener listener();

  /** Greets on a socket that was opened. */
  void connected(MediaConnection open);

  /** Begins the stream on a socket that was greeted. */
  void start();

  /** Tells a key that the caller pressed and somebody else took. */
  void tell(char key);

  /** Ends the stream in order. */
  void stop();

  /** Is complete when the socket is closed, by whomever. */
  CompletionStage<MediaLeg.Closing> closed();
}
