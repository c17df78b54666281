package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** An application with hand-written TwiML, which keeps what it is sent. */
final class FakeApplication implements WebHandler {
  final List<WebRequest> requests = new ArrayList<>();
  final List<FakeSocket> sockets = new ArrayList<>();
  private final Map<String, Function<WebRequest, WebResponse>> pages = new LinkedHashMap<>();
  private Function<FakeSocket, Admission> door = socket -> Admission.admitted(socket::opened);

  FakeApplication twiml(String path, String verbs) {
    return page(
        path, request -> WebResponse.of(200, "text/xml", "<Response>" + verbs + "</Response>"));
  }

  FakeApplication page(String path, Function<WebRequest, WebResponse> page) {
    pages.put(path, page);
    return this;
  }

  FakeApplication refuseMedia(int status, String reason) {
    door = socket -> Admission.refused(status, reason);
    return this;
  }

  @Override
  public boolean claims(String path) {
    return true;
  }

  @Override
  public WebResponse handle(WebRequest request) {
    requests.add(request);
    return pages
        .getOrDefault(request.path(), unknown -> WebResponse.text(404, "no such page"))
        .apply(request);
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

  List<String> paths() {
    return requests.stream().map(WebRequest::path).toList();
  }

  /** The values of one parameter in all forms sent to a path, in order. */
  List<String> sent(String path, String parameter) {
    return requests.stream()
        .filter(request -> request.path().equals(path))
        .map(request -> form(request).get(parameter))
        .toList();
  }

  static Map<String, String> form(WebRequest request) {
    return decode(
        request.method().equals("GET") ? request.query() : new String(request.body(), UTF_8));
  }

  static Map<String, String> decode(String encoded) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : encoded.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  /** A media socket that keeps what comes and lets a test answer. */
  static final class FakeSocket implements MediaSocketListener {
    final List<String> messages = new ArrayList<>();
    final List<String> closings = new ArrayList<>();
    Function<String, List<String>> answers = message -> List.of();
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

    List<String> messagesOf(String event) {
      return messages.stream()
          .filter(message -> message.contains("\"event\":\"" + event + "\""))
          .toList();
    }

    @Override
    public void onText(String message) {
      messages.add(message);
      answers.apply(message).forEach(this::send);
    }

    @Override
    public void onBinary() {
      throw new AssertionError("the carrier sends no binary frame");
    }

    @Override
    public void onClosed(int code, String reason) {
      closings.add(code + " " + reason);
    }
  }
}
