package io.callrouter;

import org.jspecify.annotations.Nullable;

/**
 * What the call of a carrier that is told has beside all others.
 *
 * @param answering whether the carrier was told to answer the call; that it has, the state tells
 * @param cut what the carrier is to break off before it is told anything else, or null
 */
record ToldState(boolean answering, @Nullable Cut cut) {
  static final ToldState NONE = new ToldState(false, null);

  ToldState inAnswering() {
    return new ToldState(true, cut);
  }

  ToldState withCut(@Nullable Cut next) {
    return new ToldState(answering, next);
  }
}
