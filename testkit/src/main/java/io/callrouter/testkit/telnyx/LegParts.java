package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.carrier.Attachment;
import io.callrouter.testkit.carrier.CallParts;
import io.callrouter.testkit.carrier.CallPlan;

/** What a leg of this carrier is made of. */
final class LegParts extends CallParts {
  private final LegIds ids;
  private final TelnyxCallOptions options;

  LegParts(
      LegIds ids,
      CallPlan plan,
      TelnyxCallOptions options,
      CallControl control,
      Attachment attachment) {
    super(
        ids.callControlId(),
        plan,
        new WebhookCounterfeits(new WebhookSigner(control.account(), control.timekeeper())),
        attachment::transport,
        control.timekeeper());
    this.ids = ids;
    this.options = options;
  }

  LegIds ids() {
    return ids;
  }

  TelnyxCallOptions options() {
    return options;
  }
}
