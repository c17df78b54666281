package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;

/** What there is to book; prices in euros. */
record Catalogue(List<Hotel> hotels, List<Car> cars, List<Flight> flights) {
  /**
   * A hotel.
   *
   * @param rooms free ones on any day
   * @param sleeps people in a room
   */
  record Hotel(
      String name,
      String city,
      String address,
      String area,
      int eurosPerNight,
      int rooms,
      int sleeps,
      boolean breakfast) {
    boolean takes(int guests, int wanted) {
      return wanted <= rooms && guests <= wanted * sleeps;
    }
  }

  /** A car to rent. */
  record Car(String model, String city, int eurosPerDay, int seats, boolean automatic) {}

  /** A flight that goes every day; one person, one way. */
  record Flight(String number, String from, String to, String departs, String arrives, int euros) {}

  static Catalogue read() throws IOException {
    try (InputStream json = Catalogue.class.getResourceAsStream("catalogue.json")) {
      return JsonMapper.builder().build().readValue(json, Catalogue.class);
    }
  }

  /** The cheapest first. */
  List<Hotel> hotelsIn(String city) {
    return hotels.stream()
        .filter(hotel -> hotel.city().equalsIgnoreCase(city))
        .sorted(Comparator.comparingInt(Hotel::eurosPerNight))
        .toList();
  }

  /** The cheapest first. */
  List<Car> carsIn(String city) {
    return cars.stream()
        .filter(car -> car.city().equalsIgnoreCase(city))
        .sorted(Comparator.comparingInt(Car::eurosPerDay))
        .toList();
  }

  /** The cheapest first. */
  List<Flight> flights(String from, String to) {
    return flights.stream()
        .filter(it -> it.from().equalsIgnoreCase(from) && it.to().equalsIgnoreCase(to))
        .sorted(Comparator.comparingInt(Flight::euros))
        .toList();
  }
}
