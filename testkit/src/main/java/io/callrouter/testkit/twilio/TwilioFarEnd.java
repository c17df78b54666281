package io.callrouter.testkit.twilio;

import io.callrouter.testkit.FarEnd;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.FarEndScript;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whoever a {@code Dial} reaches: a phone, a SIP address or a client, with the leg that the carrier
 * makes to it.
 *
 * @since 0.1
 */
public final class TwilioFarEnd implements FarEnd {
  /** How long a far end rings that answers or refuses by itself. */
  static final Duration RINGING = Duration.ofSeconds(2);

  private static final String RINGS = "ringing";
  private static final String TALKS = "in-progress";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BUSY_HERE = 486;
  private static final int DECLINE = 603;

  private final CallContext context;
  private final Dial.Target target;
  private final FarEndScript script;
  private final String callSid;
  private final String callerId;
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private CompletableFuture<@Nullable TwilioFarEnd> first = new CompletableFuture<>();
  private volatile String status = "initiated";
  private volatile @Nullable Integer sipStatus;
  private volatile @Nullable Duration answeredAt;
  private volatile Duration overAt = Duration.ZERO;
  private int told;

  TwilioFarEnd(
      CallContext context,
      Dial.Target target,
      FarEndScript script,
      String callSid,
      String callerId) {
    this.context = context;
    this.target = target;
    this.script = script;
    this.callSid = callSid;
    this.callerId = callerId;
  }

  @Override
  public String carrierId() {
    return callSid;
  }

  @Override
  public String callerId() {
    return callerId;
  }

  @Override
  public String status() {
    return status;
  }

  @Override
  public TwilioFarEnd answer() {
    if (!answered()) {
      throw new IllegalStateException(target.address() + " does not ring, it is " + status);
    }
    return this;
  }

  @Override
  public TwilioFarEnd hangUp() {
    if (!end(TALKS, "completed", OK)) {
      end(RINGS, "busy", DECLINE);
    }
    return this;
  }

  /**
   * Is dialled.
   *
   * @param joined completed by the first that answers
   */
  synchronized void dial(CompletableFuture<@Nullable TwilioFarEnd> joined) {
    first = joined;
    tell("initiated");
    switch (script.kind()) {
      case BUSY -> end("initiated", "busy", BUSY_HERE);
      case FAILS -> end("initiated", "failed", NOT_FOUND);
      default -> ring();
    }
  }

  /** Takes the call away from it, whatever it does with it. */
  void takeAway(String unanswered) {
    if (!end(TALKS, "completed", OK)) {
      end(RINGS, unanswered, null);
    }
  }

  /** Is complete when the leg is over. */
  CompletableFuture<@Nullable Void> over() {
    return over;
  }

  FarEndScript script() {
    return script;
  }

  boolean isSip() {
    return target.isSip();
  }

  boolean wasAnswered() {
    return answeredAt != null;
  }

  /** When its leg was over, counted from the start of the call; zero while it is not. */
  Duration overAt() {
    return overAt;
  }

  /** How long it talked; zero if it never did. The leg must be over. */
  Duration talked() {
    Duration since = answeredAt;
    return since == null ? Duration.ZERO : overAt.minus(since);
  }

  /** What it answered with by SIP; null where it did not. */
  @Nullable Integer sipStatus() {
    return sipStatus;
  }

  private void ring() {
    enter(RINGS, RINGS);
    switch (script.kind()) {
      case ANSWERS -> context.timekeeper().schedule(RINGING, this::answered);
      case DECLINES -> context.timekeeper().schedule(RINGING, () -> end(RINGS, "busy", DECLINE));
      default -> {}
    }
  }

  private synchronized boolean answered() {
    if (!status.equals(RINGS)) {
      return false;
    }
    if (first.complete(this)) {
      answeredAt = context.clock().now();
      enter(TALKS, "answered");
      if (script.talks() != null) {
        context.timekeeper().schedule(script.talks(), this::hangUp);
      }
    }
    return true;
  }

  private synchronized boolean end(String now, String ended, @Nullable Integer sip) {
    if (!status.equals(now)) {
      return false;
    }
    overAt = context.clock().now();
    sipStatus = sip;
    enter(ended, "completed");
    over.complete(null);
    return true;
  }

  private void enter(String now, String event) {
    status = now;
    context.log().add(Kind.FAR_END, target.address() + " " + now);
    tell(event);
  }

  private void tell(String event) {
    NextDocument subscriber = target.status();
    if (subscriber != null && target.events().contains(event)) {
      context.callbacks().leg(subscriber, told++, parameters());
    }
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters =
        CallParameters.ofLeg(
            callSid,
            context.carrierId(),
            context.account().sid(),
            callerId,
            target.address(),
            status);
    if (wasAnswered() && !status.equals(TALKS)) {
      CallParameters.addDuration(parameters, talked());
    }
    Integer sip = sipStatus;
    if (sip != null && (isSip() || status.equals("failed"))) {
      parameters.put("SipResponseCode", sip.toString());
    }
    return parameters;
  }
}
