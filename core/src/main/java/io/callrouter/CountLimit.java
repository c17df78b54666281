package io.callrouter;

/**
 * How many of something a node takes at once, or a call in its life; each has a default.
 *
 * @since 0.1
 */
public enum CountLimit {
  /** Calls on this node, counted from their first request: 150. The next is refused. */
  CONCURRENT_CALLS(150),

  /** Steps of a call's flows: 50. */
  FLOW_STEPS(50),

  /** Media sockets that are open and have not begun a stream: 200. */
  SOCKETS_BEFORE_START(200),

  /** Entries of a call's timeline: 200. Beyond that those in the middle are left out. */
  TIMELINE_ENTRIES(200),

  /** Timelines kept of calls that are over: 300. Beyond that the oldest is forgotten. */
  TIMELINES_KEPT(300);

  private final int standard;

  CountLimit(int standard) {
    this.standard = standard;
  }

  /** The default. */
  public int standard() {
    return standard;
  }
}
