package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallPlan;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those whom one call has dialled. */
final class FarEnds {
  private final CallPlan plan;
  private final Map<String, TwilioFarEnd> dialled = new HashMap<>();
  private int legs;

  FarEnds(CallPlan plan) {
    this.plan = plan;
  }

  /** A new leg to a target. */
  synchronized TwilioFarEnd leg(Dial.Target target, String callerId, CallContext call) {
    String callSid = call.account().idOf("CA", call.carrierId() + " leg " + legs++);
    TwilioFarEnd leg =
        new TwilioFarEnd(call, target, plan.scriptOf(target.address()), callSid, callerId);
    dialled.put(target.address(), leg);
    return leg;
  }

  /** Who was dialled last under that address; null if nobody was. */
  synchronized @Nullable TwilioFarEnd at(String address) {
    return dialled.get(address);
  }
}
