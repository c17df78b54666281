package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.carrier.BasicCallSetup;
import java.time.Duration;

/**
 * Describes a call to a {@link SimulatedTelnyx}, with what only this carrier has.
 *
 * @since 0.1
 */
public final class TelnyxCallSetup extends BasicCallSetup<TelnyxCallSetup> {
  private final SimulatedTelnyx carrier;
  private TelnyxCallOptions options = TelnyxCallOptions.USUAL;

  TelnyxCallSetup(SimulatedTelnyx carrier, String from) {
    super(from);
    this.carrier = carrier;
  }

  /** How long every file is that is played; 2 s without this. */
  public TelnyxCallSetup playLength(Duration length) {
    options = new TelnyxCallOptions(length, options.legCodec(), options.bigEndian());
    return this;
  }

  /** The caller's phone speaks PCMA, which a stream brings where no codec is asked for. */
  public TelnyxCallSetup speaksPcma() {
    options = new TelnyxCallOptions(options.playLength(), StreamFormat.PCMA, options.bigEndian());
    return this;
  }

  /**
   * L16 has the most significant byte first; without this the least significant one. Which of both
   * the original does is not documented.
   */
  public TelnyxCallSetup bigEndianL16() {
    options = new TelnyxCallOptions(options.playLength(), options.legCodec(), true);
    return this;
  }

  @Override
  public TelnyxCaller start() {
    return carrier.start(plan(), options);
  }

  @Override
  protected TelnyxCallSetup self() {
    return this;
  }
}
