package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.PATH;
import static io.callrouter.provider.telnyx.TelnyxRequests.context;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static io.callrouter.provider.telnyx.TelnyxRequests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Genuine webhooks and handshakes, damaged at random. */
class WebhookFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final String SPICE = "{}[]\":,\\u0 \n\u0000\u007f\u00e9\ud800-+.eE19truefalsnAZ/=";

  private final ObjectMapper jackson =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Random random = new Random(Seed.VALUE);
  private final TelnyxProvider trusting =
      TelnyxProvider.of(
          "telnyx", options().insecureWebhooks(true).build(), context(Timekeeper.manual()));

  /** How a round came out. */
  private enum Verdict {
    REFUSED,
    OF_LEG,
    OF_STEP
  }

  @Test
  void everyDamagedTextHasAVerdictAndOnlyJsonIsAccepted() {
    Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    for (int round = 0; round < ROUNDS; round++) {
      String body = damaged(message());
      Verdict verdict = verdict(body, round);
      if (verdict != Verdict.REFUSED) {
        assertTrue(isJson(body), Seed.named(round) + ": " + body);
      }
      seen.merge(verdict, 1, Integer::sum);
    }
    assertEquals(Set.of(Verdict.values()), seen.keySet(), seen.toString());
  }

  @Test
  void everyValueThatIsAnotherThanDocumentedHasAVerdict() throws JsonProcessingException {
    Set<Class<?>> seen = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode tree = jackson.readTree(message());
      for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
        replaceOne(tree);
      }
      String body = tree.toString();
      verdict(body, round);
      if (receive(body) instanceof CarrierRequest.Accepted accepted) {
        accepted.events().forEach(event -> seen.add(event.getClass()));
      }
    }
    assertEquals(
        Set.of(CarrierEvent.class.getPermittedSubclasses()),
        seen,
        "each kind of event is still found in what is damaged");
  }

  static Stream<byte[]> bodies() {
    return WebhookMessages.ALL.stream().map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void everyBodyHasAVerdictAndOnlyJsonIsAccepted(byte[] body) throws IOException {
    CarrierRequest received = trusting.receive(request(PATH, "none", "none", body));
    if (received instanceof CarrierRequest.Refused refused) {
      assertTrue(refused.status() == 400 || refused.status() == 403, refused.toString());
      return;
    }
    CarrierRequest.Accepted accepted = (CarrierRequest.Accepted) received;
    assertTrue(jackson.readTree(body).isObject());
    assertTrue(accepted.identity().matches("[A-Za-z0-9._:-]{1,128}"), accepted.identity());
    assertTrue(accepted.events().size() <= 2, accepted.toString());
    accepted.events().forEach(WebhookFuzzTest::assertSound);
    assertEquals(accepted, trusting.receive(request(PATH, "other", "other", body)));
  }

  /** What is told on is bounded, whatever the event holds. */
  private static void assertSound(CarrierEvent event) {
    if (event instanceof CarrierEvent.Arrived arrived) {
      assertTrue(arrived.details().size() <= 2 * 20 + 7, arrived.details().toString());
      arrived.details().values().forEach(value -> assertTrue(value.length() <= 4096));
    } else if (event instanceof CarrierEvent.Custom custom) {
      assertTrue(custom.name().matches("telnyx:[a-z][a-z0-9_.]{0,63}"), custom.name());
      custom.details().values().forEach(value -> assertTrue(value.length() <= 200));
    }
  }

  private Verdict verdict(String body, int round) {
    CarrierRequest received = receive(body);
    assertNotNull(received, Seed.named(round));
    if (received instanceof CarrierRequest.Refused refused) {
      assertTrue(
          refused.status() == 400 || refused.status() == 403, Seed.named(round) + ": " + refused);
      return Verdict.REFUSED;
    }
    CarrierRequest.Accepted accepted = (CarrierRequest.Accepted) received;
    assertTrue(accepted.identity().matches("[A-Za-z0-9._:-]+"), Seed.named(round));
    assertTrue(accepted.events().size() <= 2, Seed.named(round));
    return accepted.step() == null ? Verdict.OF_LEG : Verdict.OF_STEP;
  }

  private CarrierRequest receive(String body) {
    return trusting.receive(request(PATH, "none", "none", body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void noDamagedRequestIsGenuine() {
    TelnyxProvider provider = provider();
    int refused = 0;
    for (int round = 0; round < 200; round++) {
      WebRequest genuine = post(message());
      WebRequest damaged = damaged(genuine);
      CarrierRequest received = provider.receive(damaged);
      boolean same =
          damaged.headers().equals(genuine.headers())
              && new String(damaged.body(), StandardCharsets.UTF_8)
                  .equals(new String(genuine.body(), StandardCharsets.UTF_8));
      if (!same) {
        CarrierRequest.Refused refusal =
            assertInstanceOf(CarrierRequest.Refused.class, received, Seed.named(round));
        assertEquals(403, refusal.status(), Seed.named(round) + ": " + refusal);
        refused++;
      }
    }
    assertTrue(refused > 100 && refused < 200, refused + " of them were damaged");
  }

  private WebRequest damaged(WebRequest genuine) {
    return switch (random.nextInt(3)) {
      case 0 -> damagedHeader(genuine, "telnyx-signature-ed25519");
      case 1 -> damagedHeader(genuine, "telnyx-timestamp");
      default ->
          new WebRequest(
              "POST",
              PATH,
              null,
              genuine.headers(),
              damaged(new String(genuine.body(), StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8));
    };
  }

  private WebRequest damagedHeader(WebRequest genuine, String header) {
    String value = Objects.requireNonNull(genuine.header(header));
    return TelnyxRequests.with(genuine, header, damaged(value));
  }

  @Test
  void everyDamagedHandshakeHasAVerdict() {
    Set<Class<?>> seen = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      String path = damaged("/telnyx/media/" + TelnyxRequests.STEP.toPath() + "/bWVkaWE.t-k_n~");
      MediaHandshake verdict =
          trusting.admit(new WebRequest("GET", path, null, Map.of(), new byte[0]));
      assertNotNull(verdict, Seed.named(round));
      if (verdict instanceof MediaHandshake.Accepted accepted) {
        assertTrue(path.endsWith("/" + accepted.token()), Seed.named(round) + ": " + path);
      }
      seen.add(verdict.getClass());
    }
    assertEquals(2, seen.size());
  }

  private String message() {
    return WebhookMessages.ALL.get(random.nextInt(WebhookMessages.ALL.size()));
  }

  private void replaceOne(JsonNode tree) {
    List<JsonNode> containers = new ArrayList<>();
    collect(tree, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(names.get(random.nextInt(names.size())), value());
    } else if (container instanceof ArrayNode array) {
      array.add(value());
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private JsonNode value() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextDouble());
      case 4 -> nodes.textNode("");
      case 5 -> nodes.textNode(damaged(message()));
      case 6 -> nodes.textNode("x".repeat(random.nextInt(6000)));
      case 7 -> nodes.arrayNode().add(nodes.objectNode().put("name", "X-A").put("value", 1));
      default -> nodes.objectNode().put("stream_url", "wss://a/telnyx/media/aaaaaaaa/0.1/t");
    };
  }

  private boolean isJson(String message) {
    try {
      return jackson.readTree(message).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String damaged(String message) {
    StringBuilder text = new StringBuilder(message);
    for (int faults = random.nextInt(4); faults > 0 && text.length() > 0; faults--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, spice());
        case 1 -> text.insert(at, spice());
        case 2 -> text.delete(at, to);
        case 3 -> text.insert(at, text.substring(at, to));
        case 4 -> text.setLength(at);
        default -> text.replace(at, to, String.valueOf(random.nextLong()));
      }
    }
    return text.toString();
  }

  private char spice() {
    return SPICE.charAt(random.nextInt(SPICE.length()));
  }
}
