package io.callrouter.examples.voiceagent.experts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpertsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAY =
      "'customerNumber':'1001','city':'Lisbon','startDate':'2026-12-03','endDate':'2026-12-06'";

  private final List<Expert> experts = ExpertServer.experts();

  ExpertsTest() throws IOException {}

  @Test
  void whatIsFoundCanBeBookedMovedPaidAndThenNotBeCancelled() throws Exception {
    JsonNode found = ask("hotel_info_search_expert", "{'city':'lisbon','guests':2}");
    assertEquals("Tejo House", found.at("/hotels/0/name").asText(), "the cheapest first");

    String room = "{" + STAY + ",'hotel':'tejo house','guests':2,'rooms':1}";
    JsonNode booked = ask("hotel_booking_expert", room);
    assertEquals(288, booked.at("/booking/euros").asInt());
    String number = booked.at("/booking/number").asText();

    JsonNode moved =
        ask(
            "post_booking_expert",
            "{'action':'change_dates','bookingNumber':'"
                + number.toLowerCase(java.util.Locale.ROOT)
                + "','startDate':'2026-12-10','endDate':'2026-12-12'}");
    assertEquals(192, moved.at("/booking/euros").asInt());

    assertEquals(
        192, ask("checkout_expert", "{'customerNumber':'1001'}").get("totalEuros").asInt());
    JsonNode paid = ask("checkout_expert", "{'customerNumber':'1001','confirm':true}");
    assertTrue(paid.get("paid").asBoolean());
    assertEquals(0, ask("checkout_expert", "{'customerNumber':'1001'}").get("totalEuros").asInt());
    assertThrows(
        ExpertException.class,
        () -> ask("post_booking_expert", "{'action':'cancel','bookingNumber':'" + number + "'}"));
  }

  @Test
  void carsAndFlightsAreToldFirstAndThenBooked() throws Exception {
    JsonNode cars = ask("car_rental_booking_expert", "{" + STAY + ",'guests':5}");
    assertEquals("Estate", cars.at("/cars/0/model").asText());
    JsonNode car = ask("car_rental_booking_expert", "{" + STAY + ",'model':'Estate'}");
    assertEquals(3 * 52, car.at("/booking/euros").asInt());

    String trip = "'customerNumber':'1001','from':'Berlin','to':'Lisbon','date':'2026-12-03'";
    assertEquals(1, ask("flight_booking_expert", "{" + trip + "}").get("flights").size());
    JsonNode flight = ask("flight_booking_expert", "{" + trip + ",'flight':'HT101','guests':2}");
    assertEquals(2 * 129, flight.at("/booking/euros").asInt());
    assertEquals(
        3 * 52 + 2 * 129,
        ask("checkout_expert", "{'customerNumber':'1001'}").get("totalEuros").asInt());
    JsonNode all = ask("post_booking_expert", "{'action':'look_up','customerNumber':'1001'}");
    assertEquals(2, all.get("numbers").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'customerNumber':'1','city':'Lisbon','hotel':'Tejo House','startDate':'tomorrow'}",
        "{'customerNumber':'1','city':'Lisbon','hotel':'The Ritz','guests':2,'rooms':1}",
        "{'customerNumber':'1','city':'Lisbon','hotel':'Tejo House','guests':-4}",
        "{'customerNumber':'1','city':'Lisbon','hotel':'Tejo House','guests':9,'rooms':1}",
        "{'customerNumber':'1','city':'Lisbon','hotel':'Tejo House','startDate':'2026-12-06',"
            + "'endDate':'2026-12-03'}",
        "{'customerNumber':{'a':[]},'city':['Lisbon'],'hotel':null}"
      })
  void whatMakesNoSenseIsRefusedInWordsAndBooksNothing(String arguments) throws Exception {
    ExpertException refused =
        assertThrows(ExpertException.class, () -> ask("hotel_booking_expert", arguments));
    assertTrue(String.valueOf(refused.getMessage()).length() > 10, refused::toString);
    JsonNode booked = ask("post_booking_expert", "{'action':'look_up','customerNumber':'1'}");
    assertEquals(0, booked.get("numbers").size());
  }

  private JsonNode ask(String name, String arguments) throws Exception {
    Expert expert = experts.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    return expert.answer(new Arguments(JSON.readTree(arguments.replace('\'', '"'))));
  }
}
