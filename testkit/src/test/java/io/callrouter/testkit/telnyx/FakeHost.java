package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A host that keeps the events it is sent, and commands what the test says. */
final class FakeHost implements WebHandler {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  final List<WebRequest> requests = new CopyOnWriteArrayList<>();
  final List<FakeSocket> sockets = new CopyOnWriteArrayList<>();
  private final SimulatedTelnyx telnyx;
  private final CarrierHttp http;
  private Function<FakeSocket, Admission> door = socket -> Admission.admitted(socket::opened);
  private Function<WebRequest, WebResponse> answers = request -> WebResponse.text(200, "ok");

  FakeHost(SimulatedTelnyx telnyx) {
    this.telnyx = telnyx;
    this.http = telnyx.http();
    telnyx.attach(this);
  }

  /** What a request was answered. */
  record Reply(int status, JsonNode body) {
    String code() {
      return body.at("/errors/0/code").asText();
    }

    String pointer() {
      return body.at("/errors/0/source/pointer").asText();
    }
  }

  void answering(Function<WebRequest, WebResponse> answer) {
    answers = answer;
  }

  void refusingMedia() {
    door = socket -> Admission.refused(403, "no");
  }

  /** Commands something on a leg, which must be taken. */
  void command(String leg, String action, String body) {
    Reply reply = post("calls/" + leg + "/actions/" + action, body);
    if (reply.status() != 200) {
      throw new AssertionError(action + " was refused: " + reply);
    }
  }

  Reply post(String path, String body) {
    return request("POST", path, body);
  }

  Reply request(String method, String path, String body) {
    try {
      CarrierHttp.Answer answer =
          http.send(
              new CarrierHttp.Request(
                  method, url(path), Map.of("Authorization", bearer()), body.getBytes(UTF_8)),
              TIMEOUT);
      return new Reply(answer.status(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CarrierHttp.Answer raw(String path, String authorization, String body) throws IOException {
    return http.send(
        new CarrierHttp.Request(
            "POST", url(path), Map.of("authorization", authorization), body.getBytes(UTF_8)),
        TIMEOUT);
  }

  String bearer() {
    return "Bearer " + telnyx.settings().get("TELNYX_API_KEY");
  }

  /** Dials, and gives the leg. */
  String dial(String to, String more) {
    Reply reply =
        post(
            "calls",
            "{\"connection_id\":\""
                + telnyx.settings().get("TELNYX_CONNECTION_ID")
                + "\",\"from\":\"+14155550100\",\"to\":\""
                + to
                + "\""
                + more
                + "}");
    if (reply.status() != 200) {
      throw new AssertionError("not dialled: " + reply);
    }
    return reply.body().at("/data/call_control_id").asText();
  }

  /** All events of a leg, in the order in which they came. */
  List<JsonNode> events(String leg) {
    return requests.stream()
        .filter(request -> request.method().equals("POST"))
        .map(FakeHost::event)
        .filter(event -> event.at("/data/payload/call_control_id").asText().equals(leg))
        .toList();
  }

  /** The names of all events of a leg, in the order in which they came. */
  List<String> types(String leg) {
    return events(leg).stream().map(event -> event.at("/data/event_type").asText()).toList();
  }

  /** The payload of the last event of that name. */
  JsonNode last(String type) {
    return requests.stream()
        .map(FakeHost::event)
        .filter(event -> event.at("/data/event_type").asText().equals(type))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + type))
        .at("/data/payload");
  }

  static JsonNode event(WebRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  @Override
  public boolean claims(String path) {
    return true;
  }

  @Override
  public WebResponse handle(WebRequest request) {
    requests.add(request);
    return answers.apply(request);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    return WebResponse.text(status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    requests.add(handshake);
    FakeSocket socket = new FakeSocket();
    sockets.add(socket);
    return door.apply(socket);
  }

  private static URI url(String path) {
    return URI.create("https://api.telnyx.com/v2/" + path);
  }

  /** A media socket that keeps what comes and lets a test answer. */
  static final class FakeSocket implements MediaSocketListener {
    final List<String> messages = new ArrayList<>();
    final List<Integer> closings = new ArrayList<>();
    private MediaSocket socket;

    MediaSocketListener opened(MediaSocket open) {
      socket = open;
      return this;
    }

    void send(String message) {
      socket.send(message, failure -> {});
    }

    void close(int code) {
      socket.close(code, "");
    }

    /** All messages of an event, in the order in which they came. */
    List<JsonNode> of(String event) {
      return messages.stream()
          .map(FakeSocket::json)
          .filter(message -> message.path("event").asText().equals(event))
          .toList();
    }

    private static JsonNode json(String message) {
      try {
        return JSON.readTree(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onText(String message) {
      messages.add(message);
    }

    @Override
    public void onBinary() {
      throw new AssertionError("the carrier sends no binary frame");
    }

    @Override
    public void onClosed(int code, String reason) {
      closings.add(code);
    }
  }
}
