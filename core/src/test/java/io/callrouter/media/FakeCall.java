package io.callrouter.media;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.Direction;
import io.callrouter.call.PendingOutcome;
import io.callrouter.call.Recording;
import io.callrouter.call.Timeline;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A call that keeps the recordings it is told of, until its record is closed. */
final class FakeCall implements Call, ConnectContext {
  final List<Recording> recordings = new ArrayList<>();
  boolean recordClosed;
  private final String id;

  FakeCall(String id) {
    this.id = id;
  }

  @Override
  public Call call() {
    return this;
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of();
  }

  @Override
  public Timekeeper timekeeper() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallFacts facts() {
    return new CallFacts(
        id,
        id,
        "fake",
        "CA1",
        Direction.INBOUND,
        "+14155550177",
        "+14155550100",
        Instant.EPOCH,
        Map.of());
  }

  @Override
  public void addRecording(Recording recording) {
    if (recordClosed) {
      throw new CallEndedException("call " + id + " is over");
    }
    recordings.add(recording);
  }

  @Override
  public CallState state() {
    return CallState.ANSWERED;
  }

  @Override
  public Optional<CallRecord> record() {
    return Optional.empty();
  }

  @Override
  public Timeline timeline() {
    return new Timeline(facts(), List.of());
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public void hangup() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PendingOutcome run(Action action) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void follow(String flow, Map<String, String> attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void awaitAnswered(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void awaitEnded(Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
