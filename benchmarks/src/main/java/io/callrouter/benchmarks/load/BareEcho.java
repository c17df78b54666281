package io.callrouter.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An echo and nothing else: each message is parsed and its audio decoded, encoded and sent by the
 * thread that read it. It has no marks, no pacer, no call. Each frame's time inside is measured as
 * the router's is.
 */
public final class BareEcho extends Endpoint {
  static final String PATH = "/media";

  private static final JsonFactory JSON = new JsonFactory();

  private final Stamps stamps;
  private @Nullable String beginning;

  private BareEcho(Histogram latencies) {
    stamps = new Stamps(latencies);
  }

  /** The endpoint's registration; the times go to the histogram. */
  static ServerEndpointConfig config(Histogram latencies) {
    return ServerEndpointConfig.Builder.create(BareEcho.class, PATH)
        .configurator(
            new ServerEndpointConfig.Configurator() {
              @Override
              public <T> T getEndpointInstance(Class<T> type) {
                return type.cast(new BareEcho(latencies));
              }
            })
        .build();
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(String.class, message -> onText(session, message));
  }

  private void onText(Session session, String message) {
    stamps.read(message);
    String event = "";
    String stream = "";
    byte[] audio = null;
    try (JsonParser parser = JSON.createParser(message)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          switch (name) {
            case "event" -> event = parser.getText();
            case "streamSid" -> stream = parser.getText();
            case "payload" -> audio = parser.getBinaryValue();
            default -> {}
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (event.equals("start")) {
      beginning = "{\"event\":\"media\",\"streamSid\":\"" + stream + "\",\"media\":{\"payload\":\"";
    } else if (audio != null && beginning != null) {
      String payload = new String(Base64.getEncoder().encode(audio), StandardCharsets.ISO_8859_1);
      String echo = beginning + payload + "\"}}";
      stamps.sending(echo);
      session.getAsyncRemote().sendText(echo, result -> {});
    }
  }
}
