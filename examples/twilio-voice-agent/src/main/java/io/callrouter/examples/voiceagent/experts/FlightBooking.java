package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.examples.voiceagent.experts.Catalogue.Flight;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Tells which flights there are, and books one. */
final class FlightBooking implements Expert {
  private final Catalogue catalogue;
  private final Bookings bookings;

  FlightBooking(Catalogue catalogue, Bookings bookings) {
    this.catalogue = catalogue;
    this.bookings = bookings;
  }

  @Override
  public String name() {
    return "flight_booking_expert";
  }

  @Override
  public String description() {
    return "Tells which flights there are from one city to another; with a flight's number, books"
        + " it. Ask the caller before.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "customerNumber":{"type":"string"},
          "from":{"type":"string","description":"City"},"to":{"type":"string","description":"City"},
          "date":{"type":"string","description":"ISO 8601"},
          "guests":{"type":"integer","description":"How many people"},
          "flight":{"type":"string","description":"The number to book; leave out to hear which there are"}},
         "required":["customerNumber","from","to","date"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    String from = arguments.required("from");
    String to = arguments.required("to");
    List<Flight> flights = catalogue.flights(from, to);
    if (flights.isEmpty()) {
      throw new ExpertException("there is no flight from " + from + " to " + to);
    }
    return arguments.has("flight") ? book(flights, arguments) : offer(flights);
  }

  private static JsonNode offer(List<Flight> flights) {
    String told =
        flights.stream()
            .map(it -> it.number() + " at " + it.departs() + " for " + it.euros() + " euros")
            .collect(Collectors.joining(", ", "There is ", "."));
    return Answers.with(Answers.summary(told), "flights", flights);
  }

  private JsonNode book(List<Flight> flights, Arguments arguments) throws ExpertException {
    String number = arguments.required("flight");
    Flight flight =
        flights.stream()
            .filter(it -> it.number().equalsIgnoreCase(number))
            .findFirst()
            .orElseThrow(() -> new ExpertException("there is no flight " + number + " there"));
    LocalDate date = arguments.date("date");
    Booking booking =
        bookings.add(
            arguments.required("customerNumber"),
            "flight",
            flight.number() + " from " + flight.from() + " to " + flight.to(),
            date,
            date,
            flight.euros() * arguments.count("guests"),
            0);
    return Answers.of("Booked: " + booking.told() + ".", booking);
  }
}
