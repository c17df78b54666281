package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One {@code Dial} from the first ring to the request that asks what is next. */
final class DialSession {
  private final Dial dial;
  private final LiveCall call;
  private final CallContext context;
  private final List<TwilioFarEnd> legs = new ArrayList<>();
  private @Nullable String recording;

  DialSession(Dial dial, LiveCall call) {
    this.dial = dial;
    this.call = call;
    this.context = call.context();
  }

  @Nullable NextDocument run() throws CallOver, InterruptedException {
    NextDocument action = dial.action();
    try {
      if (!dial.answerOnBridge()) {
        call.answer();
      }
      connect();
    } catch (CallOver over) {
      legs.forEach(leg -> leg.takeAway("canceled"));
      throw action != null && call.options().asksAfterHangUp()
          ? over.asking(action.with(result()))
          : over;
    }
    return action == null ? null : action.with(result());
  }

  private void connect() throws CallOver, InterruptedException {
    for (List<Dial.Target> round : dial.rounds()) {
      TwilioFarEnd joined = ring(round);
      if (joined != null) {
        talk(joined);
        return;
      }
    }
  }

  /** Gives the one that answered, or null; the others' legs are over then. */
  private @Nullable TwilioFarEnd ring(List<Dial.Target> round)
      throws CallOver, InterruptedException {
    String caller = dial.callerId() == null ? call.options().plan().from() : dial.callerId();
    List<TwilioFarEnd> ringing =
        round.stream().map(target -> context.farEnds().leg(target, caller, context)).toList();
    legs.addAll(ringing);
    CompletableFuture<@Nullable TwilioFarEnd> first = new CompletableFuture<>();
    ringing.forEach(leg -> leg.dial(first));
    boolean told = ringing.stream().allMatch(leg -> leg.script().isTold());
    CompletableFuture<?> decided = CompletableFuture.anyOf(first, allOver(ringing));
    if (told) {
      call.waitForTest(decided, dial.timeout());
    } else {
      call.waitFor(decided, dial.timeout());
    }
    first.complete(null);
    TwilioFarEnd joined = first.join();
    for (TwilioFarEnd leg : ringing) {
      if (leg != joined) {
        leg.takeAway(joined == null ? "no-answer" : "canceled");
      }
    }
    return joined;
  }

  private static CompletableFuture<@Nullable Void> allOver(List<TwilioFarEnd> legs) {
    return CompletableFuture.allOf(
        legs.stream().map(TwilioFarEnd::over).toArray(CompletableFuture<?>[]::new));
  }

  private void talk(TwilioFarEnd leg) throws CallOver, InterruptedException {
    call.answer();
    try {
      new Conversation(call, dial.timeLimit(), dial.hangupOnStar())
          .last(leg.over(), leg.script().talks() == null);
    } finally {
      leg.takeAway("completed");
      record(leg);
    }
  }

  private void record(TwilioFarEnd leg) {
    RecordingOrder order = dial.recording();
    if (order != null) {
      Map<String, String> call = Map.of("CallSid", context.carrierId());
      recording = order.over(leg.talked(), call, context);
    }
  }

  /** The one that was joined, or else the last that was over; of these the last in the document. */
  private TwilioFarEnd decisive() {
    return legs.stream()
        .max(
            Comparator.comparing(TwilioFarEnd::wasAnswered)
                .thenComparing(TwilioFarEnd::overAt)
                .thenComparing(legs::indexOf))
        .orElseThrow();
  }

  private Map<String, String> result() {
    TwilioFarEnd leg = decisive();
    Map<String, String> result = new LinkedHashMap<>();
    result.put("DialCallStatus", leg.status());
    result.put("DialCallSid", leg.carrierId());
    result.put("DialBridged", Boolean.toString(leg.wasAnswered()));
    if (leg.wasAnswered()) {
      result.put("DialCallDuration", Long.toString(CallClock.seconds(leg.talked())));
    }
    if (leg.isSip() && leg.sipStatus() != null) {
      result.put("DialSipResponseCode", String.valueOf(leg.sipStatus()));
    }
    if (recording != null) {
      result.put("RecordingUrl", recording);
    }
    return result;
  }
}
