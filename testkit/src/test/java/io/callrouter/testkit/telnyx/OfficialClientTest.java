package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Telnyx's own client for Node finds of the simulated carrier. */
class OfficialClientTest {
  private final Timekeeper time = Timekeeper.system();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void theClientTakesTheSignaturesAndOnlyThose() throws Exception {
    TelnyxCaller caller =
        telnyx
            .from("+14155550177")
            .to("+14155550100")
            .misbehaving(new Misbehaviour.ForgedWebhook(1))
            .start();
    host.command(caller.carrierId(), "answer", "{\"client_state\":\"eHk=\"}");
    host.command(caller.carrierId(), "hangup", "{}");
    assertTrue(caller.until(() -> host.requests.size() == 4, Duration.ofSeconds(20)));
    String lines =
        host.requests.stream().map(OfficialClientTest::line).collect(Collectors.joining());
    List<String> verdicts = NodeLibrary.TELNYX.run("verify.cjs", List.of(publicKey()), lines);
    assertEquals(
        List.of(
            "TelnyxWebhookVerificationError: Signature verification failed: signature does not match"
                + " payload",
            "call.answered",
            "call.hangup",
            "call.initiated"),
        verdicts.stream().sorted().toList());
  }

  @Test
  void theClientDrivesTheRestInterfaceAndKnowsItsErrors() throws Exception {
    TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550100").start();
    telnyx
        .next("gather", RestFault.fails(500))
        .next("send_dtmf", RestFault.rateLimited(Duration.ofSeconds(2)))
        .next("gather_stop", RestFault.resetsBefore());
    JsonNode results;
    try (TelnyxRestServer server = telnyx.listen()) {
      results = commands(server, caller);
    }
    assertError(results.get("early"), "UnprocessableEntityError", 422, "90034");
    assertError(results.get("stranger"), "AuthenticationError", 401, "10009");
    assertError(results.get("missing"), "UnprocessableEntityError", 422, "10004");
    assertError(results.get("limited"), "RateLimitError", 429, "10011");
    assertEquals("2", results.at("/limited/reset").asText());
    assertEquals("APIConnectionError", results.at("/broken/type").asText());
    assertError(results.get("over"), "UnprocessableEntityError", 422, "90018");
    assertError(results.get("unknown"), "NotFoundError", 404, "10005");
    for (String taken : List.of("answered", "spoken", "retried", "updated", "hungUp")) {
      assertEquals("ok", results.get(taken).textValue(), taken);
    }
    assertTrue(results.get("alive").booleanValue());
    assertEquals(
        List.of(caller.carrierId(), results.get("dialled").textValue()),
        FakeHost.JSON.convertValue(results.get("active"), List.class));
    assertEquals(
        List.of("answer", "speak", "gather", "client_state_update", "hangup"), caller.commands());
  }

  @Test
  void theCommittedVectorsAreWhatNodeAndTheClientMake() throws Exception {
    List<String> made =
        NodeLibrary.TELNYX.run("signatures.cjs", List.of(SignatureVectorsTest.seed()), "");
    assertEquals(SignatureVectorsTest.vectors(), FakeHost.JSON.readTree(String.join("\n", made)));
  }

  private JsonNode commands(TelnyxRestServer server, TelnyxCaller caller)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            server.url().toString(),
            telnyx.settings().get("TELNYX_API_KEY"),
            telnyx.settings().get("TELNYX_CONNECTION_ID"),
            caller.carrierId());
    List<String> printed = NodeLibrary.TELNYX.run("commands.cjs", arguments, "");
    return FakeHost.JSON.readTree(printed.get(printed.size() - 1));
  }

  private static void assertError(JsonNode result, String type, int status, String code) {
    assertEquals(type, result.path("type").asText(), result.toString());
    assertEquals(status, result.path("status").intValue());
    assertEquals(code, result.path("code").asText());
  }

  private String publicKey() {
    return telnyx.settings().get("TELNYX_PUBLIC_KEY");
  }

  private static String line(WebRequest request) {
    ObjectNode line = FakeHost.JSON.createObjectNode();
    line.put("body", new String(request.body(), UTF_8));
    ObjectNode headers = line.putObject("headers");
    request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    return line + "\n";
  }
}
