package io.callrouter.testkit.conformance;

import io.callrouter.config.Settings;
import io.callrouter.provider.twilio.TwilioProviderType;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One way in which a provider can be broken.
 *
 * @param name says how, in the words of the table of what fails with it
 * @param type a type that makes such providers
 * @param claims what its author says that it has, though it has not
 */
record Breakage(String name, ProviderType type, Set<CarrierFeature> claims) {
  /** The name is what a test is named after. */
  @Override
  public String toString() {
    return name;
  }

  /** A provider around a sound one. */
  static Breakage provider(String name, UnaryOperator<CallProvider> broken) {
    return new Breakage(
        name,
        new Type() {
          @Override
          public Optional<CallProvider> create(
              String instance, Settings settings, ProviderContext context) {
            return super.create(instance, settings, context).map(broken);
          }
        },
        Set.of());
  }

  /** A sound provider with a media wire around a sound one. */
  static Breakage wire(String name, UnaryOperator<MediaWire> broken) {
    return provider(
        name,
        sound ->
            new DelegatingProvider(sound) {
              @Override
              public MediaWire openWire() {
                return broken.apply(super.openWire());
              }
            });
  }

  /** A sound provider whose media wire hears something else than there is. */
  static Breakage hearing(String name, UnaryOperator<MediaEvents> broken) {
    return wire(
        name,
        sound ->
            new DelegatingWire(sound) {
              private final IdentityHashMap<MediaEvents, MediaEvents> heard =
                  new IdentityHashMap<>();

              @Override
              MediaEvents heard(MediaEvents events) {
                return heard.computeIfAbsent(events, broken);
              }
            });
  }

  /** The contract as its author would write it. */
  ProviderContract contract() {
    return new Broken(this);
  }

  private static final class Broken extends ProviderContract {
    private final Breakage breakage;

    Broken(Breakage breakage) {
      this.breakage = breakage;
    }

    @Override
    protected ProviderType type() {
      return breakage.type();
    }

    @Override
    protected SimulatedCarrier carrier(Timekeeper timekeeper, String instance) {
      return breakage.type().name().equals("telnyx")
          ? SimulatedTelnyx.create(timekeeper, instance)
          : SimulatedTwilio.create(timekeeper, instance).allStatusCallbacks();
    }

    @Override
    protected Map<CarrierFeature, String> lacking() {
      Map<CarrierFeature, String> lacking = new EnumMap<>(CarrierFeature.class);
      if (breakage.type().name().equals("twilio")) {
        lacking.put(CarrierFeature.SIGNED_TIME, "signs no time");
        lacking.put(CarrierFeature.COMMANDS, "sends no commands");
      } else {
        lacking.put(CarrierFeature.CONFERENCE, "has none");
      }
      lacking.keySet().removeAll(breakage.claims());
      return lacking;
    }
  }

  /** A sound type, to be changed. */
  static class Type implements ProviderType {
    private final ProviderType sound;

    /** Twilio's. */
    Type() {
      this(new TwilioProviderType());
    }

    Type(ProviderType sound) {
      this.sound = sound;
    }

    @Override
    public String name() {
      return sound.name();
    }

    @Override
    public int spiLevel() {
      return sound.spiLevel();
    }

    @Override
    public String settingsBeginning() {
      return sound.settingsBeginning();
    }

    @Override
    public Optional<CallProvider> create(
        String instance, Settings settings, ProviderContext context) {
      return sound.create(instance, settings, context);
    }
  }
}
