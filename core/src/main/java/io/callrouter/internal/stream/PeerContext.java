package io.callrouter.internal.stream;

import io.callrouter.call.Call;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.util.List;
import java.util.Map;

/** What an endpoint is given: its peer and its stream, seen from its side. */
final class PeerContext implements EndpointContext {
  private final Peer peer;
  private final MediaStream stream;
  private final ConnectContext connect;
  private final AudioFormat format;
  private final Pace pace;
  private final FrameConverter toCarrier;

  PeerContext(
      Peer peer,
      MediaStream stream,
      ConnectContext connect,
      AudioFormat format,
      Pace pace,
      FrameConverter toCarrier) {
    this.peer = peer;
    this.stream = stream;
    this.connect = connect;
    this.format = format;
    this.pace = pace;
    this.toCarrier = toCarrier;
  }

  @Override
  public Call call() {
    return connect.call();
  }

  @Override
  public Map<String, String> attributes() {
    return connect.attributes();
  }

  @Override
  public AudioFormat format() {
    return format;
  }

  @Override
  public AudioFormat carrierFormat() {
    return stream.carrierFormat;
  }

  @Override
  public Timekeeper timekeeper() {
    return stream.timekeeper;
  }

  @Override
  public PlayItem item(String name) {
    long now = stream.timekeeper.nanoTime();
    Item item = new Item(name, format, pace, toCarrier, stream.playback, now, peer::played);
    stream.playback.open(item, peer);
    return item;
  }

  @Override
  public List<PlayedItem> clear() {
    return stream.playback.clear(peer);
  }

  @Override
  public void finish(String result) {
    peer.finish(result);
  }

  @Override
  public void fail(String reason) {
    peer.fail(reason);
  }
}
