package io.callrouter.examples.tincan;

import io.callrouter.testkit.FarEnd;
import io.callrouter.testkit.carrier.BasicCaller;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.Records;

/** The person at the other can. */
final class TincanCaller extends BasicCaller<TincanCaller> {
  private final TincanCall call;

  TincanCaller(TincanCall call, Records records) {
    super(call, records);
    this.call = call;
  }

  @Override
  public TincanCaller hangUp() {
    call.hangUp();
    return this;
  }

  @Override
  public FarEnd farEnd(String address) {
    throw new IllegalStateException("Tincan cannot dial on, so nobody was dialled at " + address);
  }

  @Override
  public boolean isOver() {
    return call.phase() == TincanCall.Phase.OVER;
  }

  @Override
  protected TincanCaller self() {
    return this;
  }

  @Override
  protected boolean isIdle() {
    MediaLeg leg = call.legs().last();
    return switch (call.phase()) {
      case WORKING -> false;
      case STREAMING -> leg != null && leg.isQuiet();
      case HANGING -> records().isSettled();
      case OVER -> call.webhooks().isIdle() && records().isSettled();
    };
  }

  @Override
  protected String doing() {
    return call.phase().toString();
  }
}
