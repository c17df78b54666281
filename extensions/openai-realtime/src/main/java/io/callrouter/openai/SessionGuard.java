package io.callrouter.openai;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a call always has a session with the model that is alive: opens the first, asks
 * for signs of life, opens another before the service ends this one or when it is lost, and says so
 * when there is none to be had.
 *
 * <p>Guarded by the lock of the agent.
 */
final class SessionGuard implements Session.Owner {
  /** Is told what becomes of the sessions; called with the lock. */
  interface Owner {
    /** A session is there to be used, in the place of the one before if there was one. */
    void onReady(ModelSocket socket);

    /** Something came from the session that is in use. */
    void onMessage(ServerMessage message);

    /** The session in use is gone; another one is being opened. */
    void onBroken(String code, String reason);

    /** The session in use is left for one that is ready. */
    void onLeft();

    /** There is no session any more, and there will be none. */
    void onLost(String code, String reason);

    /** Whether nothing is being said, asked for or worked on. */
    boolean isQuiet();

    /** Whether it is the service's turn to say something. */
    boolean isWaiting();

    /**
     * It has been for long.
     *
     * @return whether there was something that could be asked for again
     */
    boolean askAgain();
  }

  private static final Logger log = LoggerFactory.getLogger(SessionGuard.class);

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** For how long a caller may be left without a word, whatever happens to the session. */
  private static final Duration REPLACEMENT = Duration.ofMillis(1500);

  private static final Duration FIRST_OPENING = Duration.ofSeconds(4);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(8);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration RENEWAL = Duration.ofMinutes(5);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(15);
  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(15);

  private final AgentConfig config;
  private final SessionSettings settings;
  private final Object lock;
  private final ClientMessages messages;
  private final Timekeeper timekeeper;
  private final Owner owner;
  private Session current;
  private @Nullable Session successor;
  private @Nullable ModelSocket successorSocket; // once it may take over
  private Timekeeper.@Nullable Timer look;
  private Timekeeper.@Nullable Timer deadline;
  private @Nullable Instant renewAt;
  private @Nullable Instant leaveAt;
  private boolean ready;
  private boolean replaced; // since the last whole answer
  private boolean over;
  private long eventsSeen;
  private long quietSinceNanos;
  private boolean waiting;
  private boolean probed;

  SessionGuard(
      AgentConfig config,
      SessionSettings settings,
      Object lock,
      ClientMessages messages,
      Timekeeper timekeeper,
      Owner owner) {
    this.config = config;
    this.settings = settings;
    this.lock = lock;
    this.messages = messages;
    this.timekeeper = timekeeper;
    this.owner = owner;
    this.current = session();
  }

  /** Opens the first session; does not wait for it. */
  void open() {
    limit(FIRST_OPENING);
    look = timekeeper.schedule(LOOK, this::look);
    current.open();
  }

  /** Sends a message; does nothing where no session is in use. */
  void send(String message) {
    if (ready) {
      current.send(message);
    }
  }

  /** The format of the audio is another one than was thought. */
  void configure() {
    current.configure();
  }

  /** What may change while a session lasts has. */
  void change() {
    current.change();
    if (successor != null) {
      successor.change();
    }
  }

  /** An answer came whole: what went wrong before is past. */
  void answered() {
    replaced = false;
  }

  /** Nothing is being said: if another session is to take over, it may do so now. */
  void quiet() {
    if (successorSocket != null && owner.isQuiet()) {
      takeOver();
    }
  }

  /** The session in use is of no use. */
  void giveUp(String code, String reason, boolean again) {
    current.lost(code, reason, again);
  }

  /** Closes all there is. */
  void close() {
    over = true;
    ready = false;
    cancel(look);
    cancel(deadline);
    current.close();
    if (successor != null) {
      successor.close();
    }
  }

  @Override
  public void onConfigured(Session session, ModelSocket socket) {
    if (session == successor) {
      successorSocket = socket;
      quiet();
    } else if (session == current) {
      use(socket);
    }
  }

  @Override
  public void onMessage(Session session, ServerMessage message) {
    if (session == current) {
      owner.onMessage(message);
    }
  }

  @Override
  public void onLost(Session session, String code, String reason, boolean again) {
    if (over) {
      return;
    }
    if (session == successor) {
      log.warn("No new session before the model's service ends this one: {}", reason);
      successor = null;
      successorSocket = null;
      renewAt = timekeeper.now().plus(RENEWAL_PAUSE);
    } else if (session == current) {
      replace(code, reason, again);
    }
  }

  private void replace(String code, String reason, boolean again) {
    ready = false;
    if (!again || replaced) {
      end(code, reason);
      return;
    }
    replaced = true;
    owner.onBroken(code, reason);
    if (over) {
      return;
    }
    limit(REPLACEMENT);
    if (successor == null) {
      current = session();
      current.open();
      return;
    }
    current = successor;
    successor = null;
    ModelSocket open = successorSocket;
    if (open != null) {
      use(open);
    }
  }

  private void takeOver() {
    Session before = current;
    ModelSocket socket = successorSocket;
    if (successor != null && socket != null) {
      current = successor;
      before.close();
      owner.onLeft();
      use(socket);
    }
  }

  private void use(ModelSocket socket) {
    successor = null;
    successorSocket = null;
    cancel(deadline);
    ready = true;
    seen();
    planRenewal(current.expires());
    owner.onReady(socket);
  }

  private void end(String code, String reason) {
    close();
    owner.onLost(code, reason);
  }

  private void limit(Duration longest) {
    cancel(deadline);
    deadline =
        timekeeper.schedule(
            longest,
            () -> {
              synchronized (lock) {
                if (!over && !ready) {
                  end("timeout", "no session with the model within " + longest.toMillis() + " ms");
                }
              }
            });
  }

  private void look() {
    synchronized (lock) {
      if (over) {
        return;
      }
      look = timekeeper.schedule(LOOK, this::look);
      if (ready) {
        lookForLife();
      }
      if (ready) {
        lookAtExpiry();
      }
    }
  }

  private void lookForLife() {
    if (current.events() != eventsSeen) {
      seen();
      return;
    }
    if (owner.isWaiting() != waiting) {
      waiting = !waiting;
      quietSinceNanos = waiting ? timekeeper.nanoTime() : quietSinceNanos;
    }
    Duration quiet = Duration.ofNanos(timekeeper.nanoTime() - quietSinceNanos);
    if (waiting && quiet.compareTo(LONGEST_ANSWER) >= 0) {
      if (owner.askAgain()) {
        seen();
      } else {
        current.lost("stuck", "the model has not answered for " + quiet.toSeconds() + " s", true);
      }
    } else if (probed && quiet.compareTo(SILENCE.plus(LOOK)) > 0) {
      current.lost("silent", "the model's service gives no sign of life", true);
    } else if (!probed && quiet.compareTo(SILENCE) >= 0) {
      probed = true;
      current.probe();
    }
  }

  private void seen() {
    eventsSeen = current.events();
    quietSinceNanos = timekeeper.nanoTime();
    probed = false;
  }

  private void planRenewal(@Nullable Instant expires) {
    renewAt = null;
    leaveAt = null;
    Instant now = timekeeper.now();
    // Where it seems to be over already, the clocks differ, and nothing can be planned.
    if (expires != null && expires.isAfter(now)) {
      Duration life = Duration.between(now, expires);
      renewAt = expires.minus(least(RENEWAL, life.dividedBy(4)));
      leaveAt = expires.minus(least(LAST_MOMENT, life.dividedBy(8)));
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void lookAtExpiry() {
    Instant now = timekeeper.now();
    if (successorSocket != null) {
      if (leaveAt != null && now.isAfter(leaveAt)) {
        takeOver();
      } else {
        quiet();
      }
    } else if (successor == null && renewAt != null && now.isAfter(renewAt)) {
      successor = session();
      successor.open();
    }
  }

  private Session session() {
    return new Session(config, settings, lock, this, messages);
  }

  private static void cancel(Timekeeper.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
