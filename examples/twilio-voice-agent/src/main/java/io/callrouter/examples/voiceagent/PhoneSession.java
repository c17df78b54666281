package io.callrouter.examples.voiceagent;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a caller: the model is given it before the greeting, and by {@code
 * get_phone_session}.
 *
 * @param customerNumber the customer's number at the agency
 * @param product what he looked at last
 * @param destinationCity where to
 * @param startDate ISO 8601
 * @param endDate ISO 8601
 * @param hotelName null if it is not about a hotel, or none is chosen
 * @param hotelAddress null as the name is
 * @param guests how many people
 * @param rooms how many rooms; null if it is not about a hotel
 */
record PhoneSession(
    String customerNumber,
    Product product,
    String destinationCity,
    String startDate,
    String endDate,
    @Nullable String hotelName,
    @Nullable String hotelAddress,
    int guests,
    @Nullable Integer rooms) {
  /** What there is to book; the names are those of the file and of the model's. */
  enum Product {
    /** A room. */
    hotel,
    /** A rental car. */
    car,
    /** A flight. */
    flight
  }
}
