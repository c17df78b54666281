package io.callrouter.integration;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the host's own code does in a call that it had better not do, or does at a bad moment. */
enum Mischief {
  FLOW_THROWS_AT_ONCE,
  FLOW_THROWS_LATER,
  FLOW_STALLS,
  FLOW_STRAYS,
  FLOW_SWALLOWS_THE_SIGNAL,
  FLOW_NEVER_ENDS,
  LOOK_UP_THROWS,
  LISTENER_THROWS,
  LISTENER_STALLS,
  SINK_REFUSES,
  HANGS_UP,
  RUNS_AN_ACTION,
  FOLLOWS_A_FLOW,
  FACTORY_THROWS(true),
  FACTORY_STALLS(true),
  START_THROWS(true),
  START_STALLS(true),
  AUDIO_THROWS(true),
  DIGIT_THROWS(true),
  END_THROWS(true),
  END_STALLS(true),
  CLOSE_THROWS(true),
  FINISHES_AT_ONCE(true),
  FAILS_AT_ONCE(true),
  SENDS_TOO_MUCH(true),
  TAP_THROWS(true),
  TAP_STALLS(true);

  /** What the host does from outside of flows and endpoints, at any time. */
  static final List<Mischief> COMMANDS = List.of(HANGS_UP, RUNS_AN_ACTION, FOLLOWS_A_FLOW);

  static final Set<Mischief> OF_FLOWS = EnumSet.range(FLOW_THROWS_AT_ONCE, LOOK_UP_THROWS);
  static final Set<Mischief> OF_MEDIA = EnumSet.range(FACTORY_THROWS, TAP_STALLS);

  private final boolean inMedia;

  Mischief() {
    this(false);
  }

  Mischief(boolean inMedia) {
    this.inMedia = inMedia;
  }

  /** Whether only an endpoint or a tap can do it. */
  boolean isInMedia() {
    return inMedia;
  }

  String title() {
    return "host: " + Troubles.words(this);
  }
}
