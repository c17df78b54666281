package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Twilio's own library for Node finds of the simulated carrier's signatures. */
class NodeSignaturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final String[] TEXTS = {
    "a", " ", "&", "=", "+", "%", "\"", "\n", "é", "漢", "😀", "'"
  };

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final TwilioAccount account = TwilioAccount.named("twilio");
  private final TwilioRequests signer = new TwilioRequests(account);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void theLibraryTakesWhatACallSendsAndOnlyThat() throws Exception {
    FakeApplication application =
        new FakeApplication()
            .twiml("/incoming-call", "<Redirect method=\"GET\">/menu?language=en</Redirect>")
            .twiml(
                "/menu",
                "<Connect action=\"/after\"><Stream url=\"wss://voice.example.test/media/t\"/>"
                    + "</Connect>")
            .twiml("/after", "<Hangup/>");
    twilio.attach(application);
    twilio
        .from("+14155550177")
        .to("+14155550100")
        .misbehaving(new Misbehaviour.ForgedWebhook(1))
        .start()
        .untilIdle()
        .cutMedia()
        .untilIdle();
    List<String> verdicts = verdicts(application.requests);
    List<String> paths = application.paths();
    assertTrue(paths.containsAll(List.of("/incoming-call", "/menu", "/media/t", "/after")));
    assertEquals(1, verdicts.stream().filter("false"::equals).count(), paths + " " + verdicts);
    assertEquals("/incoming-call", paths.get(verdicts.indexOf("false")));
  }

  @Test
  void theLibraryTakesAnyFormQueryAndBodyAndNoneThatWasAltered() throws Exception {
    Random random = new Random(SEED);
    List<SignedRequest> requests = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      SignedRequest genuine = signer.sign(unsigned(random));
      boolean altered = random.nextBoolean();
      requests.add(altered ? altered(genuine) : genuine);
      expected.add(String.valueOf(!altered));
    }
    String lines = requests.stream().map(NodeSignaturesTest::line).collect(Collectors.joining());
    assertEquals(expected, verified(lines), "-Dcallrouter.seed=" + SEED);
  }

  @Test
  void theSimulatedCarrierSignsAsTheLibraryDid() throws Exception {
    JsonNode vectors = JSON.readTree(NodeLibrary.TWILIO.committed("signatures.json"));
    TwilioRequests known =
        new TwilioRequests(new TwilioAccount("AC1", vectors.get("authToken").textValue()));
    for (JsonNode vector : vectors.get("accepted")) {
      assertSigned(vector, known.sign(request(vector, text(vector, "url"))));
    }
    for (JsonNode vector : vectors.get("hashed")) {
      String url = text(vector, "url").replaceFirst("\\?bodySHA256=[0-9a-f]{64}$", "");
      assertSigned(vector, known.sign(request(vector, url)));
    }
    for (JsonNode vector : vectors.get("sockets")) {
      assertSigned(
          vector, TwilioRequests.handshake(known.account(), URI.create(text(vector, "url"))));
    }
    assertEquals(11, vectors.findValues("signature").size());
  }

  @Test
  void theCommittedVectorsAreWhatTheLibraryMakes() throws Exception {
    String committed = NodeLibrary.TWILIO.committed("signatures.json");
    String token = JSON.readTree(committed).get("authToken").textValue();
    List<String> made = NodeLibrary.TWILIO.run("signatures.cjs", List.of(token), "");
    assertEquals(committed.lines().toList(), made);
  }

  private static void assertSigned(JsonNode vector, SignedRequest request) {
    assertEquals(text(vector, "url"), request.url().toString());
    assertEquals(text(vector, "signature"), request.headers().get("X-Twilio-Signature"));
  }

  private static SignedRequest request(JsonNode vector, String url) {
    Map<String, String> headers =
        text(vector, "type").isEmpty() ? Map.of() : Map.of("Content-Type", text(vector, "type"));
    return new SignedRequest(
        text(vector, "method"), URI.create(url), headers, text(vector, "body"));
  }

  private static String text(JsonNode vector, String field) {
    return vector.get(field).textValue();
  }

  /** A form with repeated names, a query, or JSON. */
  private static SignedRequest unsigned(Random random) {
    URI url = URI.create("https://voice.example.test/hook");
    String parameters =
        random
            .ints(1 + random.nextInt(8), 0, 4)
            .mapToObj(name -> "P" + name + "=" + encoded(random))
            .collect(Collectors.joining("&"));
    return switch (random.nextInt(3)) {
      case 0 -> new SignedRequest("POST", url, Map.of("Content-Type", FORM), parameters);
      case 1 -> new SignedRequest("GET", URI.create(url + "?" + parameters), Map.of(), "");
      default ->
          new SignedRequest(
              "POST", url, Map.of("Content-Type", "application/json"), "[\"" + parameters + "\"]");
    };
  }

  private static String encoded(Random random) {
    String value =
        random
            .ints(random.nextInt(6), 0, TEXTS.length)
            .mapToObj(text -> TEXTS[text])
            .collect(Collectors.joining());
    return URLEncoder.encode(value, UTF_8);
  }

  private static SignedRequest altered(SignedRequest request) {
    URI url = request.method().equals("GET") ? URI.create(request.url() + "&P9=x") : request.url();
    return new SignedRequest(
        request.method(),
        url,
        request.headers(),
        request.body().isEmpty() ? "" : request.body() + "&P9=x");
  }

  private List<String> verdicts(List<WebRequest> requests) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (WebRequest request : requests) {
      String scheme = request.path().startsWith("/media/") ? "wss" : "https";
      lines.append(
          line(
              scheme + "://voice.example.test" + request.target(),
              request.header("X-Twilio-Signature"),
              new String(request.body(), UTF_8),
              request.header("Content-Type")));
    }
    return verified(lines.toString());
  }

  private List<String> verified(String lines) throws IOException, InterruptedException {
    return NodeLibrary.TWILIO.run("verify.cjs", List.of(account.authToken()), lines);
  }

  private static String line(SignedRequest request) {
    Map<String, String> headers = request.headers();
    return line(
        request.url().toString(),
        headers.get("X-Twilio-Signature"),
        request.body(),
        headers.get("Content-Type"));
  }

  private static String line(String url, String signature, String body, String type) {
    return JSON.createObjectNode()
            .put("url", url)
            .put("signature", signature)
            .put("body", body)
            .put("type", type == null ? "" : type)
        + "\n";
  }
}
