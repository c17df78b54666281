package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.examples.voiceagent.experts.Catalogue.Car;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Tells which cars there are, and rents one. */
final class CarRentalBooking implements Expert {
  private final Catalogue catalogue;
  private final Bookings bookings;

  CarRentalBooking(Catalogue catalogue, Bookings bookings) {
    this.catalogue = catalogue;
    this.bookings = bookings;
  }

  @Override
  public String name() {
    return "car_rental_booking_expert";
  }

  @Override
  public String description() {
    return "Tells which rental cars there are in a city; with a model, rents that one. Ask the"
        + " caller before.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "customerNumber":{"type":"string"},"city":{"type":"string"},
          "startDate":{"type":"string","description":"ISO 8601"},
          "endDate":{"type":"string","description":"ISO 8601"},
          "guests":{"type":"integer","description":"How many people"},
          "model":{"type":"string","description":"The car to rent; leave out to hear which there are"}},
         "required":["customerNumber","city","startDate","endDate"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    String city = arguments.required("city");
    int people = arguments.count("guests");
    List<Car> cars = catalogue.carsIn(city).stream().filter(car -> car.seats() >= people).toList();
    if (cars.isEmpty()) {
      throw new ExpertException("there is no car for " + people + " in " + city);
    }
    return arguments.has("model") ? rent(cars, arguments) : offer(cars, city);
  }

  private static JsonNode offer(List<Car> cars, String city) {
    String told =
        cars.stream()
            .map(car -> car.model() + " for " + car.eurosPerDay() + " euros a day")
            .collect(Collectors.joining(", ", "In " + city + " there is ", "."));
    return Answers.with(Answers.summary(told), "cars", cars);
  }

  private JsonNode rent(List<Car> cars, Arguments arguments) throws ExpertException {
    String model = arguments.required("model");
    Car car =
        cars.stream()
            .filter(it -> it.model().equalsIgnoreCase(model))
            .findFirst()
            .orElseThrow(() -> new ExpertException("there is no " + model + " there"));
    LocalDate start = arguments.date("startDate");
    LocalDate end = arguments.date("endDate");
    Booking booking =
        bookings.add(
            arguments.required("customerNumber"),
            "car",
            car.model() + " in " + car.city(),
            start,
            end,
            car.eurosPerDay() * Arguments.days(start, end),
            car.eurosPerDay());
    return Answers.of("Rented: " + booking.told() + ".", booking);
  }
}
