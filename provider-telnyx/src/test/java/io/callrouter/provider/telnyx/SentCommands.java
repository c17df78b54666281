package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Sends commands to nobody and shows what was sent. */
final class SentCommands implements AutoCloseable {
  static final String LEG = "v3:a/b+c";
  static final String LEG_PATH = "/calls/v3%3Aa%2Fb%2Bc/actions/";
  static final StepReference STEP = new StepReference("call-0001", 0, 2);
  static final String TOKEN = "token-1";

  private static final ObjectMapper JSON = new ObjectMapper();

  final ManualTimekeeper time = Timekeeper.manual();
  final ScriptedHttp http = new ScriptedHttp().reply(ScriptedHttp.answer(200, ScriptedHttp.OK));
  final TelnyxOptions options;
  final Addresses addresses;
  final TelnyxClient client;
  final CommandSender sender;

  SentCommands() {
    this(TelnyxRequests.options().build());
  }

  SentCommands(TelnyxOptions options) {
    this.options = options;
    this.addresses = new Addresses("telnyx", options);
    this.client = new TelnyxClient(http, options, time, new Backoff(() -> 0));
    this.sender = new CommandSender(client, addresses);
  }

  @Override
  public void close() {
    time.close();
  }

  static Step answered() {
    return step(CallState.ANSWERED, Direction.INBOUND);
  }

  static Step ringing() {
    return step(CallState.INITIATED, Direction.INBOUND);
  }

  static Step step(CallState state, Direction direction) {
    return step(state, direction, "+14155550177", "+14155550100");
  }

  static Step step(CallState state, Direction direction, String from, String to) {
    CallFacts facts =
        new CallFacts(
            STEP.callId(),
            "corr",
            "telnyx",
            LEG,
            direction,
            from,
            to,
            Timekeeper.manual().now(),
            Map.of());
    return new Step(facts, state, STEP, TOKEN);
  }

  static Directive.Handover send(Directive directive) {
    return assertInstanceOf(Directive.Commands.class, directive).send();
  }

  /** Checks the one request that was sent to a leg, but for id and state of the command. */
  void assertSent(String command, String kind, String body) {
    assertEquals(1, http.requests().size());
    Request request = http.requests().get(0);
    assertEquals("POST", request.method());
    assertEquals("https://api.telnyx.com/v2" + LEG_PATH + command, request.url().toString());
    ObjectNode sent = body();
    assertEquals(
        CommandId.of(STEP, command + "/" + LEG), sent.remove("command_id").asText(), command);
    if (!kind.isEmpty()) {
      assertEquals(
          new ClientState(STEP, kind, null).toBase64(), sent.remove("client_state").asText());
    }
    assertEquals(json(body), sent);
  }

  /** The body of the one request that was sent. */
  ObjectNode body() {
    return (ObjectNode) bodyOf(http.requests().get(0));
  }

  static JsonNode bodyOf(Request request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
