package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.media.AudioFormat;
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
    /** Writes into the session what is not in the configuration: tools, and who calls. */
    void complete(ObjectNode session);

    /** The session is as it was asked for. */
    void onConfigured(ModelSocket socket);

    /** Something came that is not of the session itself. */
    void onMessage(ServerMessage message);

    /** The session is over without having been closed here; nothing follows. */
    void onLost(String code, String reason);
  }

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private final AgentConfig config;
  private final Object lock;
  private final Owner owner;
  private final ClientMessages messages;
  private AudioFormat format = AudioFormat.PCMU;
  private boolean listening;
  private @Nullable ModelSocket socket;
  private boolean greeted; // by the service
  private int unanswered; // updates that no answer has come to
  private boolean over;

  Session(AgentConfig config, Object lock, Owner owner, ClientMessages messages) {
    this.config = config;
    this.lock = lock;
    this.owner = owner;
    this.messages = messages;
    this.listening = config.bargeIn() != BargeIn.AFTER_GREETING || config.greeting() == null;
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
        Throwable cause = fault != null && fault.getCause() != null ? fault.getCause() : fault;
        boolean refused = cause instanceof ModelRefusedException;
        lost(refused ? "refused" : "unreachable", String.valueOf(cause));
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

  /** From now on audio is in that format, both ways. */
  void use(AudioFormat wanted) {
    if (!wanted.equals(format)) {
      format = wanted;
      configure();
    }
  }

  /** From now on the model answers the caller, and lets itself be interrupted. */
  void listen() {
    if (!listening) {
      listening = true;
      configure();
    }
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

  /** Has the service take the session as it is wanted now. */
  void configure() {
    if (socket != null && greeted) {
      unanswered++;
      ObjectNode wanted = SessionSettings.write(config, format, listening);
      owner.complete(wanted);
      socket.send(messages.update(wanted));
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
        handle(message);
      }
    }
  }

  private void handle(ServerMessage message) {
    switch (message.type()) {
      case "session.created" -> {
        greeted = true;
        configure();
      }
      case "session.updated" -> configured(message);
      case "error" -> complained(message);
      default -> owner.onMessage(message);
    }
  }

  private void configured(ServerMessage updated) {
    unanswered--;
    ModelSocket open = socket;
    if (unanswered > 0 || open == null) {
      return;
    }
    String mismatch = SessionSettings.mismatch(updated, format);
    if (mismatch != null) {
      lost("format", mismatch);
      open.close();
    } else {
      owner.onConfigured(open);
    }
  }

  private void complained(ServerMessage error) {
    if (ClientMessages.isUpdate(error.text("error", "event_id"))) {
      lost("configuration", "the session was refused: " + error.text("error", "message"));
      close();
    } else {
      owner.onMessage(error);
    }
  }

  @Override
  public void onClosed(int code, String reason) {
    synchronized (lock) {
      lost(Integer.toString(code), "the service closed the session: " + code + " " + reason);
    }
  }

  private void lost(String code, String reason) {
    if (!over) {
      over = true;
      owner.onLost(code, reason);
    }
  }
}
