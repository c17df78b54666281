package io.callrouter.testkit.carrier;

import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Handset;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a test asks of a call, for a carrier to add what is its own.
 *
 * @param <S> the carrier's own type of it
 * @since 0.1
 */
public abstract class BasicCallSetup<S extends BasicCallSetup<S>> implements CallSetup {
  private final String from;
  private @Nullable String to;
  private final List<Misbehaviour> misbehaviours = new ArrayList<>();
  private final Map<String, FarEndScript> farEnds = new TreeMap<>();
  private Consumer<TimelineEvent> listener = event -> {};
  private @Nullable Handset handset;

  /** A call from that number. */
  protected BasicCallSetup(String from) {
    this.from = from;
  }

  /** This. */
  protected abstract S self();

  @Override
  public S to(String number) {
    this.to = number;
    return self();
  }

  @Override
  public S misbehaving(Misbehaviour how) {
    misbehaviours.add(how);
    return self();
  }

  @Override
  public S disturbed(long seed) {
    return misbehaving(new Misbehaviour.DisturbedWebhooks(seed));
  }

  @Override
  public S busy(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.BUSY));
  }

  @Override
  public S noAnswer(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.NO_ANSWER));
  }

  @Override
  public S declines(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.DECLINES));
  }

  @Override
  public S fails(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.FAILS));
  }

  @Override
  public S answers(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.ANSWERS));
  }

  @Override
  public S answers(String address, Duration talks) {
    return farEnd(address, new FarEndScript(FarEndScript.Kind.ANSWERS, talks));
  }

  @Override
  public S listener(Consumer<TimelineEvent> listener) {
    this.listener = listener;
    return self();
  }

  @Override
  public S handset(Handset live) {
    this.handset = live;
    return self();
  }

  /**
   * All that was asked for until now.
   *
   * @throws IllegalStateException if no number to call was said
   */
  protected final CallPlan plan() {
    String called = to;
    if (called == null) {
      throw new IllegalStateException("whom to call? say to(number) before start()");
    }
    return new CallPlan(from, called, misbehaviours, farEnds, listener, handset);
  }

  private S farEnd(String address, FarEndScript script) {
    farEnds.put(address, script);
    return self();
  }
}
