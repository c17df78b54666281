package io.callrouter.integration;

import io.callrouter.call.Call;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.TapContext;

/** Listens, unless it does some mischief. */
final class MischievousTap implements AudioTap {
  private final MischievousHost host;
  private final Call call;
  private boolean stalled;

  MischievousTap(MischievousHost host, Call call) {
    this.host = host;
    this.call = call;
    host.opened(call.facts());
  }

  @Override
  public void onAudio(TapContext context, AudioFrame caller, AudioFrame heard) throws Exception {
    if (host.does(call.facts(), Mischief.TAP_THROWS)) {
      MischievousHost.fail("no ear");
    }
    if (!stalled && host.does(call.facts(), Mischief.TAP_STALLS)) {
      stalled = true;
      host.stall();
    }
  }

  @Override
  public void close() {
    host.closed(call.facts());
  }
}
