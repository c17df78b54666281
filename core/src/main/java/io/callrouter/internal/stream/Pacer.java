package io.callrouter.internal.stream;

import io.callrouter.time.Timekeeper;

/** Sends, at their time, the frames of all streams of a router that did not fit into the lead. */
public final class Pacer {
  /** A pacer that asks for time only while a stream has something waiting. */
  public Pacer(Timekeeper timekeeper) {}
}
