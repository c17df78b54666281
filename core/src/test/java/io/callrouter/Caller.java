package io.callrouter;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A fake carrier's part in one call: remembers the last answer, as a carrier does. */
final class Caller {
  final String carrierId;
  private Node node;
  private String answer = "";
  private @Nullable FakeSocket socket;

  Caller(Node node, String carrierId) {
    this.node = node;
    this.carrierId = carrierId;
  }

  /** Which node hears of the call from now on. */
  Caller at(Node other) {
    node = other;
    return this;
  }

  /** The call comes in. */
  String arrives() {
    return arrivesFrom("+15550177");
  }

  String arrivesFrom(String number) {
    answer = node.ask("/fake/arrive", "carrier=" + carrierId + " from=" + number);
    return words();
  }

  /** The action of the last answer is over; the carrier asks what is next. */
  String asks(String how) {
    answer = node.ask("/fake/ask/" + step(), ("carrier=" + carrierId + " " + how).strip());
    return words();
  }

  String tells(String kind, String how) {
    return node.ask("/fake/" + kind, ("carrier=" + carrierId + " " + how).strip());
  }

  /** The last answer without its address. */
  String words() {
    return answer.replaceFirst(" @.*", "");
  }

  /** The step of the last answer, as in its address. */
  String step() {
    return answer.replaceFirst("(?s).* @(\\S+).*", "$1");
  }

  String token() {
    return answer.substring(answer.lastIndexOf(' ') + 1);
  }

  /** Opens the media socket it was told to open and starts the stream. */
  FakeSocket opensMedia() {
    FakeSocket opened = FakeSocket.open(node.knock("/fake/media/" + token()), node.time);
    socket = opened;
    opened.says("start " + carrierId);
    node.time.runReady();
    return opened;
  }

  /** Opens the socket for a tap that it was told to open, and begins to bring both tracks. */
  FakeSocket opensTap() {
    FakeSocket opened = FakeSocket.open(node.knock("/fake/media/" + token()), node.time);
    opened.says("start-both " + carrierId);
    node.time.runReady();
    return opened;
  }

  FakeSocket socket() {
    return Objects.requireNonNull(socket);
  }

  void waits(Duration time) {
    node.time.advance(time);
  }
}
