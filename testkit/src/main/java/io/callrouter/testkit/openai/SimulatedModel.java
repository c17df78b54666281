package io.callrouter.testkit.openai;

import io.callrouter.codec.WavAudio;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simulated OpenAI Realtime service with one account: sessions over connections within the
 * process, for virtual time, or over WebSocket.
 *
 * <p>It answers every turn of the caller, which it finds by the energy of the audio, with {@link
 * CodedSpeech}; what it says is decided by a {@link Brain}. What it does not take it refuses with
 * an error, as the original does. Settings hold for sessions that begin later. May be used by any
 * threads.
 *
 * @since 0.1
 */
public final class SimulatedModel {
  private static final String API_KEY = "sk-simulated";
  private static final Duration LONGEST_SESSION = Duration.ofMinutes(60);

  private final Timekeeper timekeeper;
  private final Gate gate = new Gate(API_KEY);
  private final Queue<SessionPlan> plans = new ArrayDeque<>(); // guarded by itself
  private final List<SimulatedSession> sessions = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger speeches = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Brain brain = Brain.ECHO;
  private volatile Function<WavAudio, String> transcriber =
      heard ->
          String.format(
              Locale.ROOT,
              "%.1f seconds of speech",
              (double) heard.samples().length / heard.sampleRateHz());
  private volatile ModelVoice voice = ModelVoice.CODED;
  private volatile Duration firstOutput = Duration.ofMillis(300);
  private volatile Duration latency = Duration.ZERO;
  private volatile Duration sessionLength = LONGEST_SESSION;
  private volatile double pace = 6;

  private SimulatedModel(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /**
   * A service on that timekeeper's time and threads.
   *
   * @param timekeeper not closed by the service
   */
  public static SimulatedModel create(Timekeeper timekeeper) {
    return new SimulatedModel(timekeeper);
  }

  /** The account's key. */
  public String apiKey() {
    return API_KEY;
  }

  /** What it answers; otherwise {@link Brain#ECHO}. */
  public SimulatedModel answering(Brain newBrain) {
    brain = newBrain;
    return this;
  }

  /** What the caller's words are, where the session asks for them; otherwise how long they took. */
  public SimulatedModel transcribing(Function<WavAudio, String> newTranscriber) {
    transcriber = newTranscriber;
    return this;
  }

  /** What its speech sounds like; otherwise {@link CodedSpeech}. */
  public SimulatedModel speaking(ModelVoice newVoice) {
    voice = newVoice;
    return this;
  }

  /** When the first output comes after its response was created; otherwise 300 ms. */
  public SimulatedModel firstOutput(Duration after) {
    firstOutput = after;
    return this;
  }

  /**
   * How much faster than real time speech is made; otherwise 6.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public SimulatedModel pace(double factor) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("a pace is positive, not " + factor);
    }
    pace = factor;
    return this;
  }

  /** How long a message takes each way on connections within the process; otherwise no time. */
  public SimulatedModel latency(Duration eachWay) {
    latency = eachWay;
    return this;
  }

  /** How long a session may last; otherwise 60 minutes. */
  public SimulatedModel sessionLength(Duration longest) {
    sessionLength = longest;
    return this;
  }

  /** Has a further model. */
  public SimulatedModel offering(String model) {
    gate.offer(model);
    return this;
  }

  /** What goes wrong in the next session that nothing was planned for. */
  public SimulatedModel next(SessionPlan plan) {
    synchronized (plans) {
      plans.add(plan);
    }
    return this;
  }

  /** The next handshake is answered with that HTTP status, such as 429 or 500. */
  public SimulatedModel refuseNext(int status) {
    gate.refuseNext(status);
    return this;
  }

  /**
   * Opens a connection within the process.
   *
   * @param model the one asked for, what the URL has as {@code model=}
   * @param headers of the handshake: {@code Authorization}, and what else a client sends
   * @param listener hears what the service says
   * @return fails with a {@link HandshakeRefusedException} where no session is opened
   */
  public CompletableFuture<ModelConnection> connect(
      String model, Map<String, String> headers, ModelListener listener) {
    InMemoryConnection connection = new InMemoryConnection(timekeeper, latency, listener);
    CompletableFuture<ModelConnection> opened = new CompletableFuture<>();
    connection.travel(() -> admit(new Handshake(model, headers), connection, opened));
    return opened;
  }

  private void admit(
      Handshake handshake,
      InMemoryConnection connection,
      CompletableFuture<ModelConnection> opened) {
    HandshakeRefusedException refusal = gate.refusal(handshake);
    if (refusal != null) {
      connection.atClient(() -> opened.completeExceptionally(refusal));
      return;
    }
    Session session = open(handshake, connection.link(), timekeeper.executor("model"));
    connection.attach(session);
    connection.atClient(() -> opened.complete(connection));
    session.start();
  }

  /**
   * Listens on a free port of the loopback address, for clients that speak WebSocket; needs real
   * time.
   */
  public ModelServer listen() {
    return ModelServer.start(this);
  }

  /**
   * Opens a session for a client that was let in; nothing is sent until it is started.
   *
   * @param threads do what the session has to do
   */
  Session open(Handshake handshake, Link link, Executor threads) {
    Session session = new Session(this, handshake, nextPlan(), link, threads);
    open.incrementAndGet();
    sessions.add(new SimulatedSession(session));
    return session;
  }

  private SessionPlan nextPlan() {
    synchronized (plans) {
      SessionPlan plan = plans.poll();
      return plan == null ? SessionPlan.sound() : plan;
    }
  }

  /** All sessions that were opened, in order. */
  public List<SimulatedSession> sessions() {
    return List.copyOf(sessions);
  }

  /**
   * The last session that was opened.
   *
   * @throws IllegalStateException if there was none
   */
  public SimulatedSession session() {
    if (sessions.isEmpty()) {
      throw new IllegalStateException("no session was opened");
    }
    return sessions.get(sessions.size() - 1);
  }

  /** How many sessions are open; a test that leaks none ends with 0. */
  public int openSessions() {
    return open.get();
  }

  /** One is over. */
  void ended() {
    open.decrementAndGet();
  }

  /** Why a client is not let in, or null. */
  @Nullable HandshakeRefusedException refusal(Handshake handshake) {
    return gate.refusal(handshake);
  }

  Timekeeper timekeeper() {
    return timekeeper;
  }

  Brain brain() {
    return brain;
  }

  Function<WavAudio, String> transcriber() {
    return transcriber;
  }

  ModelVoice voice() {
    return voice;
  }

  Duration firstOutput() {
    return firstOutput;
  }

  Duration sessionLength() {
    return sessionLength;
  }

  double pace() {
    return pace;
  }

  int nextId() {
    return ids.incrementAndGet();
  }

  int nextSpeech() {
    return speeches.getAndIncrement();
  }
}
