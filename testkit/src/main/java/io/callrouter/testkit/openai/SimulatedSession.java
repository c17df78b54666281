package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a test sees of one session, and what it can do to it. Thread-safe; what is done to it
 * happens in the session's turn, behind what has come from the client before.
 *
 * @since 0.1
 */
public final class SimulatedSession {
  private final Session session;

  SimulatedSession(Session session) {
    this.session = session;
  }

  /** Its id, as {@code session.created} has it. */
  public String id() {
    return setting("id").asText();
  }

  /** The model that the client asked for. */
  public String model() {
    return session.handshake().model();
  }

  /** The headers of the handshake. */
  public Map<String, String> headers() {
    return Map.copyOf(session.headers());
  }

  /** Whether its socket is open. */
  public boolean isOpen() {
    return session.look(() -> session.closing() == null);
  }

  /** Whether it was the client who closed it. */
  public boolean isClosedByClient() {
    return session.look(() -> session.closing() != null && session.closing().byClient());
  }

  /** The close code, 1006 if the connection broke off, 0 while it is open. */
  public int closeCode() {
    return session.look(() -> session.closing() == null ? 0 : session.closing().code());
  }

  /** The effective configuration, as {@code session.updated} has it: JSON. */
  public String settings() {
    return session.look(() -> Json.text(session.settings().json()));
  }

  /** Every message of the client, in order. */
  public List<ClientMessage> received() {
    return session.messages().received();
  }

  /** Those that were refused; a sound client has none. */
  public List<ClientMessage> refused() {
    return received().stream().filter(message -> message.refusal() != null).toList();
  }

  /** Every message that was sent, in order. */
  public List<ServerMessage> sent() {
    return session.messages().sent();
  }

  /** Every truncation that the client asked for. */
  public List<Truncation> truncations() {
    return session.look(session::truncations);
  }

  /** The conversation as the service has it. */
  public List<ConversationItem> conversation() {
    return session.look(session::items);
  }

  /** All responses, in order. */
  public List<ModelResponse> responses() {
    return session.look(() -> session.responses().seen());
  }

  /** How much audio the client has sent, in bytes of its format. */
  public long audioBytes() {
    return session.look(() -> session.input().totalBytes());
  }

  /** How long it has been open, or was until now. */
  public Duration age() {
    return session.sinceStart();
  }

  /** Something goes wrong now. */
  public void suffer(Mishap mishap) {
    session.run(() -> session.suffer(mishap));
  }

  private JsonNode setting(String name) {
    return session.look(() -> session.settings().get(name));
  }
}
