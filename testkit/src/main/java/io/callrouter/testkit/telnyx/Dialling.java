package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.FarEndScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dial: makes the leg and lets the far end do what the test scripted. Needs the lock.
 *
 * @param linked the leg whose session it shares, or null
 * @param bridges whether it is bridged with that one as soon as it is answered
 */
record Dialling(
    CallControl control,
    String from,
    String to,
    String clientState,
    Duration timeout,
    Duration longest,
    @Nullable Leg linked,
    boolean bridges,
    boolean parksAfterUnbridge,
    ObjectNode body) {
  /** How long a far end rings that answers or refuses by itself. */
  private static final Duration RINGING = Duration.ofSeconds(2);

  /** How long the network takes to reach a far end. */
  private static final Duration SETUP = Duration.ofMillis(200);

  private static final int TIMEOUT_SECS = 30;
  private static final int LONGEST_SECS = 14_400;

  /** What {@code POST /calls} asks for. */
  static Dialling of(ObjectNode body, CallControl control) throws ApiRefusal {
    String link = body.path("link_to").asText("");
    Leg linked = link.isEmpty() ? null : control.leg(link);
    boolean bridges = body.path("bridge_on_answer").asBoolean();
    boolean intent = body.path("bridge_intent").asBoolean();
    boolean parks = body.hasNonNull("park_after_unbridge");
    if (linked == null && (bridges || intent || parks)) {
      throw new ApiRefusal(ApiError.missing("link_to"));
    }
    String from = linked != null && intent ? linked.from() : body.path("from").asText();
    String state = body.path("client_state").asText("");
    return of(body, control, from, state, linked, bridges, parks);
  }

  /** What {@code transfer} asks for: the leg is bridged with the one that answers. */
  static Dialling transfer(ObjectNode body, CallControl control, Leg transferred) {
    String from = body.path("from").asText(transferred.to());
    String state = body.path("target_leg_client_state").asText("");
    return of(body, control, from, state, transferred, true, false);
  }

  private static Dialling of(
      ObjectNode body,
      CallControl control,
      String from,
      String clientState,
      @Nullable Leg linked,
      boolean bridges,
      boolean parks) {
    return new Dialling(
        control,
        from,
        body.path("to").asText(),
        clientState,
        Duration.ofSeconds(body.path("timeout_secs").asInt(TIMEOUT_SECS)),
        Duration.ofSeconds(body.path("time_limit_secs").asInt(LONGEST_SECS)),
        linked,
        bridges,
        parks,
        body);
  }

  Leg dial() throws ApiRefusal {
    Leg owner = linked != null ? linked : control.ownerOf(to);
    TelnyxCallOptions options = owner == null ? TelnyxCallOptions.USUAL : owner.parts().options();
    StreamOptions streams = StreamOptions.of(body, options);
    Leg leg =
        control.make(
            plan(owner),
            options,
            Leg.Direction.OUTGOING,
            linked == null ? null : linked.ids().session(),
            owner);
    leg.configure(body.deepCopy().put("client_state", clientState));
    leg.after(SETUP, () -> reach(leg, streams));
    leg.after(timeout, () -> giveUp(leg));
    leg.after(longest, () -> leg.hangUp(Hangup.timeLimit()));
    return leg;
  }

  /** What is numbered is meant for the caller's own webhooks. */
  private CallPlan plan(@Nullable Leg owner) {
    if (owner == null) {
      return new CallPlan(from, to, List.of(), Map.of(), event -> {});
    }
    List<Misbehaviour> chances =
        owner.parts().plan().misbehaviours().stream()
            .filter(Misbehaviour.DisturbedWebhooks.class::isInstance)
            .toList();
    FarEndScript script = owner.parts().plan().scriptOf(to);
    return new CallPlan(from, to, chances, Map.of(to, script), event -> {});
  }

  private void reach(Leg leg, @Nullable StreamOptions streams) {
    leg.whenAnswered(() -> answered(leg, leg.parts().plan().scriptOf(to), streams));
    leg.ring();
    FarEndScript script = leg.parts().plan().scriptOf(to);
    switch (script.kind()) {
      case BUSY -> leg.hangUp(Hangup.busy());
      case FAILS -> leg.hangUp(Hangup.notFound());
      case DECLINES -> leg.after(RINGING, () -> refuse(leg));
      case ANSWERS -> leg.after(RINGING, () -> answer(leg));
      case TOLD, NO_ANSWER -> {}
    }
  }

  private void answered(Leg leg, FarEndScript script, @Nullable StreamOptions streams) {
    if (streams != null) {
      leg.stream().open(streams);
    }
    RecordingOptions recorded = RecordingOptions.fromAnswer(body);
    if (recorded != null) {
      leg.record(new LegRecording(leg, control, recorded));
    }
    if (script.talks() != null) {
      leg.after(script.talks(), () -> leg.hangUp(Hangup.by(Hangup.CALLEE)));
    }
    Leg other = linked;
    if (bridges && other != null && other.isAlive()) {
      leg.bridge(other, parksAfterUnbridge);
    }
  }

  private static void answer(Leg leg) {
    if (!leg.wasAnswered()) {
      leg.answer();
    }
  }

  private static void refuse(Leg leg) {
    if (!leg.wasAnswered()) {
      leg.hangUp(Hangup.rejected());
    }
  }

  private static void giveUp(Leg leg) {
    if (!leg.wasAnswered()) {
      leg.hangUp(Hangup.timeout());
    }
  }
}
