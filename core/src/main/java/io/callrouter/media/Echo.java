package io.callrouter.media;

import org.jspecify.annotations.Nullable;

/** Sends back what it hears. */
final class Echo implements AudioEndpoint {
  private @Nullable PlayItem item;

  @Override
  public void onStart(EndpointContext context) {
    item = context.item("echo");
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) {
    if (item != null) {
      item.send(frame.array(), frame.offset(), frame.length());
    }
  }
}
