package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallPlan;
import java.time.Duration;
import java.util.Map;

/** What a test asked of one call; the names are those of {@link TwilioCallSetup}. */
record CallOptions(
    CallPlan plan,
    String method,
    Map<String, String> parameters,
    boolean allStatusCallbacks,
    boolean asksAfterMedia,
    boolean asksAfterHangUp,
    Duration playLength) {}
