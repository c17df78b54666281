package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.call.CallFacts.Detail;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTest {
  @Test
  void whatTelnyxKnowsOfTheCallerAreDetails() {
    Map<String, String> details =
        arrived(
                "\"caller_id_name\":\"ZOE\",\"shaken_stir_attestation\":\"A\","
                    + "\"shaken_stir_validated\":true,\"call_screening_result\":\"ok\","
                    + "\"call_session_id\":\"s-1\",\"tags\":[\"x\"],"
                    + "\"offered_codecs\":\"PCMU,PCMA\"")
            .details();
    assertEquals(
        Map.of(
            Detail.CALLER_NAME,
            "ZOE",
            Detail.STIR,
            "A",
            "shaken_stir_validated",
            "true",
            "call_screening_result",
            "ok",
            "call_leg_id",
            TelnyxRequests.LEG_ID,
            "call_session_id",
            "s-1"),
        details);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "Anonymous",
        "sip:anonymous@anonymous.invalid",
        "Restricted",
        "unavailable",
        "unknown",
        ""
      })
  void withheldNumberIsNone(String from) {
    assertEquals("", arrived("\"from\":\"" + from + "\"").from());
  }

  @ParameterizedTest
  @ValueSource(strings = {"+15550100001", "sip:anonymous.coward@example.test", "unknown soldier"})
  void othersNumbersAreAsTheyAre(String from) {
    assertEquals(from, arrived("\"from\":\"" + from + "\"").from());
  }

  @ParameterizedTest
  @CsvSource({
    "<sip:+15550100009@gw.example.test>;reason=unconditional, +15550100009",
    "'\"Zoë; sip:x\" <sip:sales@pbx.example.test;user=phone>;reason=no-answer',"
        + " sip:sales@pbx.example.test",
    "tel:+15550100009;counter=1, +15550100009",
    "sip:+15550100009@gw.example.test, +15550100009",
  })
  void diversionIsTheNumberItWasForwardedFrom(String diversion, String number) {
    assertEquals(
        number,
        arrived("\"sip_headers\":[" + header("Diversion", diversion) + "]")
            .details()
            .get(Detail.FORWARDED_FROM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "<mailto:x@example.test>", "sip:"})
  void diversionThatNamesNobodyIsNone(String diversion) {
    assertNull(
        arrived("\"sip_headers\":[" + header("Diversion", diversion) + "]")
            .details()
            .get(Detail.FORWARDED_FROM));
  }

  @Test
  void firstDiversionCounts() {
    assertEquals(
        "+15550100008",
        arrived(
                "\"sip_headers\":["
                    + header("Diversion", "<sip:+15550100008@a.test>")
                    + ","
                    + header("diversion", "<sip:+15550100009@a.test>")
                    + "]")
            .details()
            .get(Detail.FORWARDED_FROM));
  }

  @Test
  void headersOfTheCallerAreDetailsAndReplaceNoOther() {
    Map<String, String> details =
        arrived(
                "\"caller_id_name\":\"ZOE\",\"sip_headers\":["
                    + header("User-to-User", "616263;encoding=hex")
                    + "],\"custom_headers\":["
                    + header("X-Tenant", "7")
                    + ","
                    + header("caller-name", "evil")
                    + ","
                    + header("forwarded-from", "evil")
                    + ","
                    + header("X-Empty", "")
                    + ","
                    + header("X-Long", "x".repeat(257))
                    + ",{\"name\":7},\"X-A\",null]")
            .details();
    assertEquals(
        Map.of(
            "User-to-User",
            "616263;encoding=hex",
            "X-Tenant",
            "7",
            Detail.CALLER_NAME,
            "ZOE",
            "call_leg_id",
            TelnyxRequests.LEG_ID),
        details);
  }

  @Test
  void headersAreBounded() {
    String many =
        IntStream.range(0, 1000)
            .mapToObj(i -> header("X-" + i, "v"))
            .collect(Collectors.joining(","));
    assertEquals(21, arrived("\"custom_headers\":[" + many + "]").details().size());
    assertEquals(1, arrived("\"custom_headers\":\"none\"").details().size());
  }

  private static String header(String name, String value) {
    return "{\"name\":\"" + name + "\",\"value\":\"" + value.replace("\"", "\\\"") + "\"}";
  }

  private static CarrierEvent.Arrived arrived(String payload) {
    CarrierRequest.Accepted accepted =
        assertInstanceOf(
            CarrierRequest.Accepted.class,
            provider()
                .receive(post(event("call.initiated", "\"direction\":\"incoming\"," + payload))));
    return assertInstanceOf(CarrierEvent.Arrived.class, accepted.events().get(0));
  }
}
