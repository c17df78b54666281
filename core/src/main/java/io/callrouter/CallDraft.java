package io.callrouter;

import io.callrouter.call.CallState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a call's value that can change, of which some are about to. */
final class CallDraft {
  private final CallValue from;
  CallState state;
  CallTimes times;
  End end;
  FlowState flow;
  @Nullable MediaState media;
  List<TapState> taps;
  Recordings recordings;
  Instant since;
  List<String> notes;
  boolean closed;
  Set<String> owed;
  @Nullable ToldState told;

  CallDraft(CallValue from) {
    this.from = from;
    state = from.state();
    times = from.times();
    end = from.end();
    flow = from.flow();
    media = from.media();
    taps = from.taps();
    recordings = from.recordings();
    since = from.since();
    notes = from.notes();
    closed = from.closed();
    owed = from.owed();
    told = from.told();
  }

  CallValue value() {
    return new CallValue(
        from.facts(),
        from.route(),
        state,
        times,
        end,
        flow,
        media,
        taps,
        recordings,
        since,
        notes,
        closed,
        owed,
        told);
  }
}
