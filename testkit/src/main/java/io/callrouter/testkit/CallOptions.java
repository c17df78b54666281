package io.callrouter.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What a test asked of one call; the names are those of {@link CallSetup}. */
record CallOptions(
    String from,
    String to,
    String method,
    Map<String, String> parameters,
    boolean allStatusCallbacks,
    Disturbance disturbance,
    StreamFault streamFault,
    boolean asksAfterMedia,
    boolean asksAfterHangUp,
    Duration playLength,
    Map<String, FarEndScript> farEnds,
    Consumer<TimelineEvent> listener) {}
