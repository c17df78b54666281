package io.callrouter.testkit.twilio;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rings far ends and joins the call with the first that answers, until one of the two hangs up.
 *
 * @param sequential whether they are dialled one after another, not all at once
 * @param timeout how long each may ring
 * @param timeLimit how long they may be joined
 * @param callerId what is shown; null for the caller's number
 * @param answerOnBridge whether a call that is not answered yet rings on until the far end answers
 * @param hangupOnStar whether the caller ends it with the star key
 * @param recording what is done with a recording, or null if none is made
 * @param action what to ask for then, or null to go on with the next verb
 */
record Dial(
    List<Target> targets,
    boolean sequential,
    Duration timeout,
    Duration timeLimit,
    @Nullable String callerId,
    boolean answerOnBridge,
    boolean hangupOnStar,
    @Nullable RecordingOrder recording,
    @Nullable NextDocument action)
    implements Verb {
  /**
   * Who is dialled.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   * @param status where the leg's callbacks go, or null for nowhere
   * @param events those that are wanted
   */
  record Target(String address, @Nullable NextDocument status, Set<String> events) {
    boolean isSip() {
      return address.startsWith("sip");
    }
  }

  /** Those that ring at the same time, one list after another. */
  List<List<Target>> rounds() {
    return sequential ? targets.stream().map(List::of).toList() : List.of(targets);
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    return new DialSession(this, call).run();
  }
}
