package io.callrouter;

import java.time.Duration;

/** One call of a {@link ToldCarrier}: its events, and the media socket it is told to open. */
final class ToldCaller {
  private final ToldCarrier carrier;
  private final String carrierId;
  private Node node;

  ToldCaller(Node node, ToldCarrier carrier, String carrierId) {
    this.node = node;
    this.carrier = carrier;
    this.carrierId = carrierId;
  }

  /** Which node hears of the call from now on. */
  ToldCaller at(Node other) {
    node = other;
    return this;
  }

  /** An event of the call that names no step. */
  void tells(String kind, String words) {
    node.ask("/fake/" + kind, ("carrier=" + carrierId + " " + words).strip());
    node.time.runReady();
  }

  void arrives() {
    tells("arrive", "from=+15550177");
  }

  void answers() {
    tells("progress", "state=ANSWERED");
  }

  /** The action or stream of a command is over. */
  void over(String command, String words) {
    node.ask(
        "/fake/over/" + ToldCarrier.step(command), ("carrier=" + carrierId + " " + words).strip());
    node.time.runReady();
  }

  /** The action of the last command is over. */
  void over(String words) {
    over(carrier.last(), words);
  }

  /** Opens the media socket of the last connect. */
  FakeSocket opensMedia() {
    return opens("connect", "start ");
  }

  /** Opens the socket of the last tap. */
  FakeSocket opensTap() {
    return opens("listen", "start-both ");
  }

  private FakeSocket opens(String command, String start) {
    String token = carrier.last(command).replaceFirst("(?s).* ", "");
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + token), node.time);
    socket.says(start + carrierId);
    node.time.runReady();
    return socket;
  }

  void waits(Duration time) {
    node.time.advance(time);
  }
}
