package io.callrouter.testkit;

import java.time.Duration;

/**
 * A complaint of the carrier about the application, as its debugger would show it.
 *
 * @param level whether it ended what was going on
 * @param code the number of the carrier's error dictionary; 0 where that has none
 * @param text what was wrong
 * @param at when, counted from the start of the call
 * @since 0.1
 */
public record Alert(Level level, int code, String text, Duration at) {
  /** How bad it is. */
  public enum Level {
    /** The carrier passed over it. */
    WARNING,
    /** The call or its stream ended because of it. */
    ERROR
  }
}
