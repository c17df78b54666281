package io.callrouter.benchmarks.load;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.function.Supplier;

/**
 * The router's door with a clock in it, which sees what goes from the adapter's {@code onText} to
 * the router, and what comes in the router's {@code send}.
 */
final class StampedDoor implements WebHandler {
  private final WebHandler router;
  private final Supplier<Stopwatch> stopwatches;

  /** A door with a stopwatch for each media socket. */
  StampedDoor(WebHandler router, Supplier<Stopwatch> stopwatches) {
    this.router = router;
    this.stopwatches = stopwatches;
  }

  @Override
  public boolean claims(String path) {
    return router.claims(path);
  }

  @Override
  public WebResponse handle(WebRequest request) {
    return router.handle(request);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    return router.refuse(head, status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    Admission admission = router.admit(handshake);
    return admission.isAdmitted()
        ? Admission.admitted(socket -> new Stamped(socket, admission))
        : admission;
  }

  private final class Stamped implements MediaSocket, MediaSocketListener {
    private final Stopwatch stopwatch = stopwatches.get();
    private final MediaSocket socket;
    private final MediaSocketListener listener;

    Stamped(MediaSocket socket, Admission admission) {
      this.socket = socket;
      this.listener = admission.open(this);
    }

    @Override
    public void onText(String message) {
      stopwatch.read(message);
      listener.onText(message);
    }

    @Override
    public void send(String message, Sent sent) {
      stopwatch.sending(message);
      socket.send(message, sent);
    }

    @Override
    public void close(int code, String reason) {
      socket.close(code, reason);
    }

    @Override
    public void onBinary() {
      listener.onBinary();
    }

    @Override
    public void onClosed(int code, String reason) {
      listener.onClosed(code, reason);
    }
  }
}
