package io.callrouter.examples.voiceagent.experts;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** All bookings, in memory. Thread-safe. */
final class Bookings {
  private static final int FIRST = 1001;

  private final Map<String, Booking> all = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger(FIRST);

  /** Books. */
  Booking add(
      String customerNumber,
      String product,
      String what,
      LocalDate start,
      LocalDate end,
      int euros,
      int eurosPerDay) {
    String letter = product.substring(0, 1).toUpperCase(Locale.ROOT);
    String number = letter + numbers.getAndIncrement();
    Booking booking =
        new Booking(
            number,
            customerNumber,
            product,
            what,
            start,
            end,
            euros,
            eurosPerDay,
            Booking.State.BOOKED);
    all.put(number, booking);
    return booking;
  }

  /** The one of that number, however it was spoken. */
  Booking get(String number) throws ExpertException {
    Booking found = all.get(plain(number));
    if (found == null) {
      throw new ExpertException("there is no booking " + number);
    }
    return found;
  }

  /** Changes one that is there. */
  Booking change(String number, UnaryOperator<Booking> change) throws ExpertException {
    Booking changed = all.computeIfPresent(plain(number), (key, booking) -> change.apply(booking));
    if (changed == null) {
      throw new ExpertException("there is no booking " + number);
    }
    return changed;
  }

  /** A customer's, in the order of their numbers. */
  List<Booking> of(String customerNumber) {
    return all.values().stream()
        .filter(booking -> booking.customerNumber().equals(customerNumber))
        .sorted(Comparator.comparing(Booking::number))
        .toList();
  }

  private static String plain(String number) {
    return number.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
  }
}
