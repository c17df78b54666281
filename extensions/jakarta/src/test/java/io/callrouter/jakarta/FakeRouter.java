package io.callrouter.jakarta;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Claims {@code /call…} and {@code /media/…}, and remembers what reaches it. */
final class FakeRouter implements WebHandler {
  final BlockingQueue<WebRequest> requests = new LinkedBlockingQueue<>();
  final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
  final BlockingQueue<MediaSocket> sockets = new LinkedBlockingQueue<>();

  /** What the listener heard, a word and its content. */
  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  Function<WebRequest, WebResponse> reply = request -> WebResponse.noContent();

  @Override
  public boolean claims(String path) {
    return path.startsWith("/call") || path.startsWith("/media/");
  }

  @Override
  public WebResponse handle(WebRequest request) {
    requests.add(request);
    return reply.apply(request);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    refused.add(head.method() + " " + head.path() + " " + status);
    return WebResponse.text(status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    requests.add(handshake);
    return handshake.path().equals("/media/good")
        ? Admission.admitted(this::open)
        : Admission.refused(403, "this token is not known");
  }

  private MediaSocketListener open(MediaSocket socket) {
    sockets.add(socket);
    return new Echo(socket);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 10 s");
    }
    return next;
  }

  /** Sends each text back; throws on the text {@code throw}. */
  private final class Echo implements MediaSocketListener {
    private final MediaSocket socket;

    Echo(MediaSocket socket) {
      this.socket = socket;
    }

    @Override
    public void onText(String message) {
      if (message.equals("throw")) {
        throw new IllegalStateException("on purpose");
      }
      heard.add("text " + message.length());
      socket.send(message, failure -> heard.add(failure == null ? "sent" : "not sent"));
    }

    @Override
    public void onBinary() {
      heard.add("binary");
    }

    @Override
    public void onClosed(int code, String reason) {
      heard.add("closed " + code + " " + reason);
    }
  }
}
