package io.callrouter.integration;

import io.callrouter.call.Call;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Endpoints;
import io.callrouter.media.PlayItem;

/** Lets the caller hear himself until he presses a key, unless it does some mischief. */
final class MischievousEndpoint implements AudioEndpoint {
  private static final int FRAMES_BEFORE_IT_THROWS = 50;
  private static final int A_MINUTE = 60 * 50;

  private final AudioEndpoint echo = Endpoints.echo();
  private final MischievousHost host;
  private final Call call;
  private int frames;

  MischievousEndpoint(MischievousHost host, Call call) {
    this.host = host;
    this.call = call;
    host.opened(call.facts());
  }

  @Override
  public void onStart(EndpointContext context) throws Exception {
    if (does(Mischief.START_THROWS)) {
      MischievousHost.fail("no start");
    }
    if (does(Mischief.START_STALLS)) {
      host.stall();
    }
    if (does(Mischief.FINISHES_AT_ONCE)) {
      context.finish("nothing to say");
    }
    if (does(Mischief.FAILS_AT_ONCE)) {
      context.fail("nobody is there");
    }
    if (does(Mischief.SENDS_TOO_MUCH)) {
      sendTooMuch(context.item("flood"), context.format().bytesPerFrame());
    }
    echo.onStart(context);
  }

  private static void sendTooMuch(PlayItem item, int frameBytes) {
    byte[] frame = new byte[frameBytes];
    for (int i = 0; i < A_MINUTE; i++) {
      item.send(frame);
    }
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
    if (++frames == FRAMES_BEFORE_IT_THROWS && does(Mischief.AUDIO_THROWS)) {
      MischievousHost.fail("no ears");
    }
    echo.onAudio(context, frame);
  }

  @Override
  public void onDigit(EndpointContext context, char digit) {
    if (does(Mischief.DIGIT_THROWS)) {
      MischievousHost.fail("no such key");
    }
    context.finish("a key");
  }

  @Override
  public void onEnd(EndpointContext context) throws Exception {
    if (does(Mischief.END_THROWS)) {
      MischievousHost.fail("no end");
    }
    if (does(Mischief.END_STALLS)) {
      host.stall();
    }
  }

  @Override
  public void close() {
    host.closed(call.facts());
    if (does(Mischief.CLOSE_THROWS)) {
      MischievousHost.fail("no close");
    }
  }

  private boolean does(Mischief how) {
    return host.does(call.facts(), how);
  }
}
