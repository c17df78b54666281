package io.callrouter;

import org.jspecify.annotations.Nullable;

/**
 * What the call of a carrier that is told has beside all others.
 *
 * @param answering whether the carrier was told to answer the call; that it has, the state tells
 * @param cut what the carrier is to break off before it is told anything else, or null
 * @param dial the dial that the router does, or whose legs it has not all dropped yet; else null
 * @param leg what it is the leg of, or null for a call of its own
 */
record ToldState(
    boolean answering, @Nullable Cut cut, @Nullable DialState dial, @Nullable Leg leg) {
  static final ToldState NONE = new ToldState(false, null, null, null);

  static ToldState of(Leg leg) {
    return new ToldState(false, null, null, leg);
  }

  ToldState inAnswering() {
    return new ToldState(true, cut, dial, leg);
  }

  ToldState withCut(@Nullable Cut next) {
    return new ToldState(answering, next, dial, leg);
  }

  ToldState withDial(@Nullable DialState next) {
    return new ToldState(answering, cut, next, leg);
  }
}
