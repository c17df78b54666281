package io.callrouter;

import io.callrouter.call.Outcome;

/** The next thing to be done for a dial. */
sealed interface DialMove {
  /** The call is to be answered. */
  record Answer() implements DialMove {}

  /** A target is to be dialled; it counts from 0. */
  record DialTarget(int number) implements DialMove {}

  /** A leg that has answered is to be joined with the call. */
  record Join(CallValue leg) implements DialMove {}

  /** A leg is needed no more. */
  record Drop(String leg) implements DialMove {}

  /** A leg is over; its outcome counts. */
  record Note(String leg, Outcome outcome) implements DialMove {}

  /** Nobody knows of a leg that was perhaps dialled, and nobody will. */
  record GiveUp(Outcome outcome) implements DialMove {}

  /** The dial is over. */
  record ComeOut(Outcome outcome) implements DialMove {}

  /** The legs of a dial that was over are dealt with. */
  record Forget() implements DialMove {}
}
