package io.callrouter.examples.tincan;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import io.callrouter.testkit.carrier.BasicCallSetup;

/** Describes a call of {@link SimulatedTincan} before it is placed. */
final class TincanCallSetup extends BasicCallSetup<TincanCallSetup> {
  private final SimulatedTincan carrier;

  TincanCallSetup(SimulatedTincan carrier, String from) {
    super(from);
    this.carrier = carrier;
  }

  @Override
  public TincanCallSetup misbehaving(Misbehaviour how) {
    if (how instanceof Misbehaviour.DisorderedMedia) {
      throw new UnsupportedMisbehaviourException("Tincan sends media in order, over one socket");
    }
    return super.misbehaving(how);
  }

  @Override
  public TincanCaller start() {
    return carrier.start(plan());
  }

  @Override
  protected TincanCallSetup self() {
    return this;
  }
}
