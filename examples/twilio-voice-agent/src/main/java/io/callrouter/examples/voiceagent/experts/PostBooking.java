package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Looks up, changes and cancels what is booked. */
final class PostBooking implements Expert {
  private final Bookings bookings;

  PostBooking(Bookings bookings) {
    this.bookings = bookings;
  }

  @Override
  public String name() {
    return "post_booking_expert";
  }

  @Override
  public String description() {
    return "Looks up a customer's bookings, moves one to other dates, or cancels it. Ask the caller"
        + " before a change.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "action":{"type":"string","enum":["look_up","change_dates","cancel"]},
          "customerNumber":{"type":"string","description":"To look up all of a customer's"},
          "bookingNumber":{"type":"string"},
          "startDate":{"type":"string","description":"The new one, ISO 8601"},
          "endDate":{"type":"string","description":"The new one, ISO 8601"}},
         "required":["action"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    String action = arguments.required("action");
    return switch (action) {
      case "look_up" -> lookUp(arguments);
      case "change_dates" -> change(arguments);
      case "cancel" -> cancel(arguments);
      default -> throw new ExpertException("action is look_up, change_dates or cancel");
    };
  }

  private JsonNode lookUp(Arguments arguments) throws ExpertException {
    List<Booking> found =
        arguments.has("bookingNumber")
            ? List.of(bookings.get(arguments.required("bookingNumber")))
            : bookings.of(arguments.required("customerNumber"));
    String told =
        found.isEmpty()
            ? "Nothing is booked."
            : found.stream()
                .map(it -> it.told() + ", " + it.state().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining("; ", "", "."));
    return Answers.with(
        Answers.summary(told), "numbers", found.stream().map(Booking::number).toList());
  }

  private JsonNode change(Arguments arguments) throws ExpertException {
    Booking old = open(arguments);
    LocalDate start = arguments.date("startDate");
    LocalDate end =
        old.eurosPerDay() == 0 && !arguments.has("endDate") ? start : arguments.date("endDate");
    int euros =
        old.eurosPerDay() == 0 ? old.euros() : old.eurosPerDay() * Arguments.days(start, end);
    Booking changed = bookings.change(old.number(), it -> it.with(start, end, euros));
    return Answers.of("Changed: " + changed.told() + ".", changed);
  }

  private JsonNode cancel(Arguments arguments) throws ExpertException {
    Booking cancelled =
        bookings.change(open(arguments).number(), it -> it.with(Booking.State.CANCELLED));
    return Answers.of("Cancelled: " + cancelled.what() + ".", cancelled);
  }

  private Booking open(Arguments arguments) throws ExpertException {
    Booking booking = bookings.get(arguments.required("bookingNumber"));
    if (booking.state() != Booking.State.BOOKED) {
      throw new ExpertException(
          "booking " + booking.number() + " is " + booking.state() + " and cannot be changed");
    }
    return booking;
  }
}
