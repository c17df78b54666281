package io.callrouter.examples.voiceagent.experts;

import java.time.LocalDate;

/**
 * Something that was booked.
 *
 * @param number by which it is found again: H, C or F and digits
 * @param customerNumber whose it is
 * @param product {@code hotel}, {@code car} or {@code flight}
 * @param what in words
 * @param start the first day
 * @param end the last day
 * @param euros the price in all
 * @param eurosPerDay what a day more costs; 0 where that makes no sense
 */
record Booking(
    String number,
    String customerNumber,
    String product,
    String what,
    LocalDate start,
    LocalDate end,
    int euros,
    int eurosPerDay,
    State state) {
  /** What has become of it. */
  enum State {
    /** To be paid. */
    BOOKED,
    /** Paid. */
    PAID,
    /** Called off. */
    CANCELLED
  }

  Booking with(State other) {
    return new Booking(
        number, customerNumber, product, what, start, end, euros, eurosPerDay, other);
  }

  Booking with(LocalDate newStart, LocalDate newEnd, int newEuros) {
    return new Booking(
        number, customerNumber, product, what, newStart, newEnd, newEuros, eurosPerDay, state);
  }

  /** A sentence to be said. */
  String told() {
    return what + " from " + start + " to " + end + ", " + euros + " euros, number " + number;
  }
}
