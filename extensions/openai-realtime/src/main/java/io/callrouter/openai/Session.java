package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket to the model, and what was agreed on it: opened at once, configured for the
 * telephone's usual format before the call's own is known, and again if that is another one.
 *
 * <p>Guarded by the lock of the agent, but for what comes on the socket, which takes it.
 */
final class Session implements ModelTransport.Listener {
  /** Is told how the session fares; called with the lock. */
  interface Owner {
    /** The session is as it was asked for; told once. */
    void onConfigured(Session session, ModelSocket socket);

    /** Something came that is not of the session itself. */
    void onMessage(Session session, ServerMessage message);

    /**
     * The session is over without having been closed here; nothing follows.
     *
     * @param again whether another one may fare better
     */
    void onLost(Session session, String code, String reason, boolean again);
  }

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private static final long LATEST = Instant.MAX.getEpochSecond();

  private final AgentConfig config;
  private final Object lock;
  private final Owner owner;
  private final ClientMessages messages;
  private final SessionSettings settings;
  private @Nullable ModelSocket socket;
  private boolean greeted; // by the service
  private boolean configured;
  private int unanswered; // updates that no answer has come to
  private long events;
  private @Nullable Instant expires;
  private boolean over;

  Session(
      AgentConfig config,
      SessionSettings settings,
      Object lock,
      Owner owner,
      ClientMessages messages) {
    this.config = config;
    this.settings = settings;
    this.lock = lock;
    this.owner = owner;
    this.messages = messages;
  }

  /** Opens the socket; does not wait for it. */
  void open() {
    var unused =
        config
            .transport()
            .open(config.address(), config.headers(), this)
            .whenComplete(this::opened);
  }

  private void opened(@Nullable ModelSocket open, @Nullable Throwable fault) {
    synchronized (lock) {
      if (open == null) {
        refused(fault == null || fault.getCause() == null ? fault : fault.getCause());
        return;
      }
      socket = open;
      if (over) {
        open.close();
      } else {
        configure();
      }
    }
  }

  private void refused(@Nullable Throwable cause) {
    if (cause instanceof ModelRefusedException refusal) {
      lost(
          "refused",
          refusal.getMessage() + "; the model was " + config.model(),
          refusal.isRetryable());
    } else {
      lost("unreachable", "the model's service cannot be reached: " + cause, true);
    }
  }

  /** The format of the audio has changed, before any went over. */
  void configure() {
    update(settings.write());
  }

  /** What may change while the session lasts has. */
  void change() {
    update(settings.writeChanges());
  }

  /** Asks for a sign of life. */
  void probe() {
    update(ClientMessages.object().put("type", "realtime"));
  }

  /** How many events have come so far. */
  long events() {
    return events;
  }

  /** When the service will end it, as far as it has told. */
  @Nullable Instant expires() {
    return expires;
  }

  /** Sends a message; does nothing where there is no socket. */
  void send(String message) {
    if (socket != null) {
      socket.send(message);
    }
  }

  /** Closes the socket, or does so as soon as it is open. */
  void close() {
    over = true;
    if (socket != null) {
      socket.close();
    }
  }

  private void update(ObjectNode session) {
    if (socket != null && greeted) {
      unanswered++;
      socket.send(messages.update(session));
    }
  }

  @Override
  public void onText(String text) {
    ServerMessage message = ServerMessage.read(text);
    if (message == null) {
      log.warn("The model's service sent a message that is no event; passed over");
      return;
    }
    synchronized (lock) {
      if (!over) {
        events++;
        handle(message);
      }
    }
  }

  private void handle(ServerMessage message) {
    switch (message.type()) {
      case "session.created" -> {
        greeted = true;
        long expiry = message.number("session", "expires_at");
        expires = expiry > 0 ? Instant.ofEpochSecond(Math.min(expiry, LATEST)) : null;
        configure();
      }
      case "session.updated" -> configured(message);
      case "error" -> complained(message);
      default -> owner.onMessage(this, message);
    }
  }

  private void configured(ServerMessage updated) {
    unanswered--;
    ModelSocket open = socket;
    if (unanswered > 0 || open == null || configured) {
      return;
    }
    String mismatch = settings.mismatch(updated);
    if (mismatch != null) {
      lost("format", mismatch, false);
    } else {
      configured = true;
      owner.onConfigured(this, open);
    }
  }

  private void complained(ServerMessage error) {
    String code = error.text("error", "code");
    String text = error.text("error", "message");
    if (ErrorCodes.isFatal(code)) {
      lost(code, text, false);
    } else if (!configured && ClientMessages.isUpdate(error.text("error", "event_id"))) {
      lost("configuration", "the session was refused: " + text, false);
    } else {
      owner.onMessage(this, error);
    }
  }

  @Override
  public void onClosed(int code, String reason) {
    synchronized (lock) {
      lost(Integer.toString(code), "the service closed the session: " + code + " " + reason, true);
    }
  }

  /** It is of no use any more, for a reason that was found here. */
  void lost(String code, String reason, boolean again) {
    if (!over) {
      close();
      owner.onLost(this, code, reason, again);
    }
  }
}
