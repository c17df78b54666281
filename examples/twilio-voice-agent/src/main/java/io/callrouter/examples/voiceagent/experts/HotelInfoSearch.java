package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.examples.voiceagent.experts.Catalogue.Hotel;
import java.util.List;
import java.util.stream.Collectors;

/** Finds hotels. */
final class HotelInfoSearch implements Expert {
  private static final int MOST_TOLD = 3;

  private final Catalogue catalogue;

  HotelInfoSearch(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String name() {
    return "hotel_info_search_expert";
  }

  @Override
  public String description() {
    return "Finds hotels in a city with their prices, and tells about one hotel by its name.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "city":{"type":"string","description":"The city's English name"},
          "hotel":{"type":"string","description":"One hotel's name, to hear about it alone"},
          "startDate":{"type":"string","description":"ISO 8601"},
          "endDate":{"type":"string","description":"ISO 8601"},
          "guests":{"type":"integer"},"rooms":{"type":"integer"},
          "mostEurosPerNight":{"type":"integer"}},
         "required":["city"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    String city = arguments.required("city");
    int rooms = arguments.count("rooms");
    int guests = arguments.count("guests");
    String name = arguments.optional("hotel");
    String most = arguments.optional("mostEurosPerNight");
    List<Hotel> found =
        catalogue.hotelsIn(city).stream()
            .filter(hotel -> hotel.takes(guests, rooms))
            .filter(hotel -> name.isEmpty() || hotel.name().equalsIgnoreCase(name))
            .filter(hotel -> !most.matches("[0-9]{1,6}") || hotel.eurosPerNight() <= toInt(most))
            .toList();
    String told =
        found.isEmpty()
            ? "There is no such hotel in " + city + "."
            : found.stream()
                .limit(MOST_TOLD)
                .map(hotel -> hotel.name() + " " + hotel.area() + " for " + price(hotel))
                .collect(Collectors.joining(", ", "In " + city + " there is ", "."));
    return Answers.with(Answers.summary(told), "hotels", found);
  }

  private static String price(Hotel hotel) {
    return hotel.eurosPerNight() + " euros a night";
  }

  private static int toInt(String digits) {
    return Integer.parseInt(digits);
  }
}
