package io.callrouter;

import io.callrouter.call.Action;
import java.time.Instant;

/** Ends a recording by the keys that its action names, where the carrier knows no such keys. */
final class FinishKeys {
  private FinishKeys() {}

  /** The call after its caller has pressed a key. */
  static CallValue pressed(CallValue call, char key, Instant now) {
    ToldState told = call.told();
    return told != null
            && told.cut() == null
            && call.flow().isHandedOver()
            && !Due.awaitsAnswer(call)
            && call.flow().current() instanceof Action.Record record
            && record.finishOn().indexOf(key) >= 0
        ? call.withTold(told.withCut(Cut.of(call.reference(), record, now)))
        : call;
  }
}
