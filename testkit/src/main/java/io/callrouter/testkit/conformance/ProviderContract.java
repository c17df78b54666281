package io.callrouter.testkit.conformance;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.Timekeeper;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every provider must do. A provider's test class extends it and says how its type and its
 * simulated carrier are made:
 *
 * <pre>{@code
 * class AcmeConformanceTest extends ProviderContract {
 *   @Override
 *   protected ProviderType type() {
 *     return new AcmeProviderType();
 *   }
 *
 *   @Override
 *   protected SimulatedCarrier carrier(Timekeeper timekeeper, String instance) {
 *     return SimulatedAcme.create(timekeeper, instance);
 *   }
 *
 *   @Override
 *   protected Map<CarrierFeature, String> lacking() {
 *     return Map.of(CarrierFeature.CONFERENCE, "Acme has none");
 *   }
 * }
 * }</pre>
 *
 * <p>Everything runs in virtual time and within the process. What the provider lacks is declared,
 * and its contracts are skipped with that word. The report is written to {@code
 * target/conformance/}, as Markdown and as JSON. JUnit Jupiter must be on the test class path.
 *
 * @since 0.1
 */
@ExtendWith(ReportWriter.class)
public abstract class ProviderContract
    implements WebhookContract,
        EventContract,
        CommandContract,
        CommandErrorContract,
        MediaContract,
        OutcomeContract,
        LifeContract {
  /** For the provider's test class. */
  protected ProviderContract() {}

  /** The provider's type, made as ServiceLoader makes it. */
  protected abstract ProviderType type();

  /**
   * The simulated carrier, with an account of its own for each instance.
   *
   * @param instance the provider instance's id; the type's name for the usual one
   */
  protected abstract SimulatedCarrier carrier(Timekeeper timekeeper, String instance);

  /** What the carrier or the provider lacks, each with the reason that stands in the report. */
  protected Map<CarrierFeature, String> lacking() {
    return Map.of();
  }

  /** The provider of a carrier's account, made from its settings as discovery does it. */
  final CallProvider provider(SimulatedCarrier carrier, Timekeeper timekeeper, CarrierHttp http) {
    Settings settings = Settings.of(carrier.settings());
    Set<String> prefixes = settings.prefixesOf(type().settingsBeginning());
    if (prefixes.size() != 1) {
      throw new AssertionError(
          "the carrier's settings must be those of one instance of "
              + type().name()
              + ", not of "
              + prefixes.size());
    }
    return type()
        .create(
            carrier.instance(),
            settings.prefixed(prefixes.iterator().next()),
            new ProviderContext(timekeeper, carrier.http() == null ? null : http))
        .orElseThrow(
            () ->
                new AssertionError(
                    "the carrier's settings make no provider: " + settings.faults()));
  }
}
