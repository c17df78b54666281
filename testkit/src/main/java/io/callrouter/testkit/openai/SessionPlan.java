package io.callrouter.testkit.openai;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in one session. Made by a test and given to {@link SimulatedModel#next}; not
 * changed after that.
 *
 * @since 0.1
 */
public final class SessionPlan {
  private final Map<Moment, Mishap> mishaps = new HashMap<>();
  private final Set<String> withheld = new HashSet<>();
  private boolean betaNames;
  private boolean newerThanKnown;
  private boolean refusesFirstAnswer;
  private int lateDeltas;
  private Duration reading = Duration.ZERO;
  private @Nullable WireAudio outputFormat;

  private SessionPlan() {}

  /** A session in which nothing goes wrong. */
  public static SessionPlan sound() {
    return new SessionPlan();
  }

  /** Something goes wrong at a step of the protocol. */
  public SessionPlan at(Moment moment, Mishap mishap) {
    mishaps.put(moment, mishap);
    return this;
  }

  /** Events of that type are not sent, such as {@code response.created}. */
  public SessionPlan withholds(String serverEvent) {
    withheld.add(serverEvent);
    return this;
  }

  /** The service speaks the names of the beta where they differ. */
  public SessionPlan betaNames() {
    betaNames = true;
    return this;
  }

  /** Each event has a field, and is followed by an event, that nobody knows. */
  public SessionPlan newerThanKnown() {
    newerThanKnown = true;
    return this;
  }

  /** The first answer that is asked for is refused, as one with a mistake in it is. */
  public SessionPlan refusesFirstAnswer() {
    refusesFirstAnswer = true;
    return this;
  }

  /** After a response was cancelled, so many deltas of its audio still come. */
  public SessionPlan lateDeltas(int count) {
    lateDeltas = count;
    return this;
  }

  /** Each message of the client occupies the reader for so long. */
  public SessionPlan readsSlowly(Duration each) {
    reading = each;
    return this;
  }

  /**
   * The model speaks in that format whatever it is asked for.
   *
   * @param type {@code audio/pcm}, {@code audio/pcmu} or {@code audio/pcma}
   */
  public SessionPlan outputFormat(String type) {
    outputFormat = WireAudio.named(type);
    return this;
  }

  @Nullable Mishap at(Moment moment) {
    return mishaps.get(moment);
  }

  boolean isWithheld(String serverEvent) {
    return withheld.contains(serverEvent);
  }

  boolean hasBetaNames() {
    return betaNames;
  }

  boolean isNewerThanKnown() {
    return newerThanKnown;
  }

  /** Whether the answer that is asked for now is to be refused. */
  boolean takeRefusal() {
    boolean refuses = refusesFirstAnswer;
    refusesFirstAnswer = false;
    return refuses;
  }

  int lateDeltas() {
    return lateDeltas;
  }

  Duration reading() {
    return reading;
  }

  @Nullable WireAudio outputFormat() {
    return outputFormat;
  }
}
