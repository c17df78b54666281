package io.callrouter.jetty;

import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.util.ArrayList;
import java.util.List;

/** Both ends of a socket, which remember what they were told. */
final class Told implements MediaSocketListener, MediaSocket {
  final List<String> texts = new ArrayList<>();
  final List<Integer> closings = new ArrayList<>();
  int binaries;

  @Override
  public void onText(String message) {
    texts.add(message);
  }

  @Override
  public void onBinary() {
    binaries++;
  }

  @Override
  public void onClosed(int code, String reason) {
    throw new AssertionError("nobody closed it");
  }

  @Override
  public void send(String message, Sent sent) {
    throw new AssertionError("nothing is sent");
  }

  @Override
  public void close(int code, String reason) {
    closings.add(code);
  }
}
