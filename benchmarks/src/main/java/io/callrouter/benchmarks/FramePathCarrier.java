package io.callrouter.benchmarks;

import io.callrouter.CallRouterBuilder;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;

/** A carrier's side of a frame's way: what makes a call of it, and its messages. */
interface FramePathCarrier {
  /** Gives the router the provider. */
  CallRouterBuilder prepare(CallRouterBuilder builder);

  /** Makes a call, answers what the router asks, and opens its media socket up to the start. */
  MediaSocketListener call(WebHandler web, MediaSocket socket, int number)
      throws InterruptedException;

  /** A frame of what the caller says, numbered from 1. */
  String media(int number);
}
