package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.examples.voiceagent.experts.Catalogue.Hotel;
import java.time.LocalDate;

/** Books rooms. */
final class HotelBooking implements Expert {
  private final Catalogue catalogue;
  private final Bookings bookings;

  HotelBooking(Catalogue catalogue, Bookings bookings) {
    this.catalogue = catalogue;
    this.bookings = bookings;
  }

  @Override
  public String name() {
    return "hotel_booking_expert";
  }

  @Override
  public String description() {
    return "Books rooms in a hotel that hotel_info_search_expert has found. Ask the caller before.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "customerNumber":{"type":"string"},
          "hotel":{"type":"string","description":"The hotel's name as it was found"},
          "city":{"type":"string"},
          "startDate":{"type":"string","description":"The first night, ISO 8601"},
          "endDate":{"type":"string","description":"The day of departure, ISO 8601"},
          "guests":{"type":"integer"},"rooms":{"type":"integer"}},
         "required":["customerNumber","hotel","city","startDate","endDate","guests","rooms"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    String name = arguments.required("hotel");
    Hotel hotel =
        catalogue.hotelsIn(arguments.required("city")).stream()
            .filter(it -> it.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(() -> new ExpertException("there is no hotel " + name + " there"));
    int rooms = arguments.count("rooms");
    int guests = arguments.count("guests");
    if (!hotel.takes(guests, rooms)) {
      throw new ExpertException(
          hotel.name() + " has not enough room for " + guests + " in " + rooms + " rooms");
    }
    LocalDate start = arguments.date("startDate");
    LocalDate end = arguments.date("endDate");
    int perDay = rooms * hotel.eurosPerNight();
    Booking booking =
        bookings.add(
            arguments.required("customerNumber"),
            "hotel",
            hotel.name() + ", " + rooms + (rooms == 1 ? " room" : " rooms"),
            start,
            end,
            perDay * Arguments.days(start, end),
            perDay);
    return Answers.of("Booked: " + booking.told() + ".", booking);
  }
}
