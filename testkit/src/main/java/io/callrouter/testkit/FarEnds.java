package io.callrouter.testkit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those whom one call can dial, and those it has dialled. */
final class FarEnds {
  private final Map<String, FarEndScript> scripts;
  private final Map<String, FarEnd> dialled = new HashMap<>();
  private int legs;

  /** Far ends that do that, by their addresses. */
  FarEnds(Map<String, FarEndScript> scripts) {
    this.scripts = Map.copyOf(scripts);
  }

  /** A new leg to a target. */
  synchronized FarEnd leg(Dial.Target target, String callerId, CallContext call) {
    String callSid = call.account().idOf("CA", call.callSid() + " leg " + legs++);
    FarEndScript script = scripts.getOrDefault(target.address(), FarEndScript.TOLD);
    FarEnd leg = new FarEnd(call, target, script, callSid, callerId);
    dialled.put(target.address(), leg);
    return leg;
  }

  /** Who was dialled last under that address; null if nobody was. */
  synchronized @Nullable FarEnd at(String address) {
    return dialled.get(address);
  }
}
