package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.config.ConfigurationException;
import io.callrouter.config.Settings;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallRouterBuilderTest {
  private final ManualTimekeeper time = Timekeeper.manual();

  private static List<String> faults(CallRouterBuilder builder) {
    return assertThrows(ConfigurationException.class, builder::build).faults();
  }

  private CallRouterBuilder builder() {
    return CallRouter.builder().timekeeper(time);
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    List<String> faults =
        faults(
            builder()
                .provider(new FakeProvider("fake"))
                .provider(new FakeProvider("fake"))
                .route(" ", Match.any(), Action.hangup())
                .route("office", Match.any(), Action.hangup())
                .flow("office", flow -> {})
                .endpoint("agent", FakeEndpoint::new)
                .endpoint("agent", FakeEndpoint::new)
                .recordSink("crm", record -> {})
                .recordSink("crm", record -> {})
                .route("sales", Match.any(), Action.connect("agnet").tap("recoder"))
                .otherwise(Action.connect("nobody"))
                .tokenSecret(new byte[15])
                .discoverProviders(Settings.of(Map.of("TESTED_PORT", "many"))));

    assertEquals(10, faults.size(), faults::toString);
    for (String word :
        List.of(
            "route  :",
            "flow office",
            "endpoint agent",
            "record sink crm",
            "two providers are named fake",
            "route sales connects to agnet",
            "route sales names recoder",
            "otherwise connects to nobody",
            "at least 16 bytes",
            "TESTED_PORT")) {
      assertTrue(faults.stream().anyMatch(fault -> fault.contains(word)), word);
    }
  }

  @Test
  void aRouterWithoutAProviderIsAFaultBesideOthers() {
    List<String> faults = faults(builder().tokenSecret(new byte[1]));

    assertEquals(2, faults.size());
    assertTrue(faults.get(0).startsWith("there is no provider"));
  }

  @Test
  void aProviderWithFaultsIsNotReportedAsMissingToo() {
    List<String> faults =
        faults(builder().discoverProviders(Settings.of(Map.of("TESTED_PORT", "many"))));

    assertEquals(1, faults.size(), faults::toString);
  }

  @Test
  void aSharedStoreAsksForTheSecretByName() {
    Store store = Store.inMemory(time::now);
    CallRouterBuilder builder = builder().provider(new FakeProvider("fake")).store(store);

    assertTrue(faults(builder).get(0).startsWith("CALLROUTER_TOKEN_SECRET is missing"));
    builder.tokenSecret(new byte[16]).build().close();
  }

  @Test
  void theSecretMayComeFromTheSettings() {
    Settings settings = Settings.of(Map.of("CALLROUTER_TOKEN_SECRET", "sixteen letters!"));
    builder()
        .provider(new FakeProvider("fake"))
        .store(Store.inMemory(time::now))
        .discoverProviders(settings)
        .build()
        .close();
  }

  @Test
  void providersMadeByHandComeBeforeThoseThatAreFound() {
    CallRouter router =
        builder()
            .provider(new FakeProvider("fake"))
            .discoverProviders(Settings.of(Map.of("TESTED_PORT", "80", "SALES_TESTED_PORT", "81")))
            .build();

    assertEquals(
        List.of("provider fake", "provider tested", "provider sales"),
        router.summary().stream()
            .filter(line -> line.startsWith("provider"))
            .map(line -> line.replaceAll(" \\(.*", ""))
            .toList());
    router.close();
  }

  @Test
  void whatWasFoundIsClosedWhenTheRouterCannotBeMadeAndWhatWasGivenIsNot() {
    FakeProvider given = new FakeProvider("tested");
    TestedProviderType.made.clear();
    faults(builder().provider(given).discoverProviders(Settings.of(Map.of("TESTED_PORT", "80"))));

    assertFalse(given.closed);
    assertTrue(TestedProviderType.made.get(0).closed);
  }

  @Test
  void aRouterByItselfNeedsNoMoreThanAProvider() {
    try (CallRouter router = CallRouter.builder().provider(new FakeProvider("fake")).build()) {
      assertEquals(0, router.activeCalls());
      assertEquals(Map.of(), router.counters());
    }
  }

  @Test
  void theMostCallsMayComeFromTheSettingsUnlessTheHostHasSetThem() {
    Settings settings = Settings.of(Map.of("MAX_CONCURRENT_CALLS", "7"));
    CallRouterBuilder builder =
        builder().provider(new FakeProvider("fake")).discoverProviders(settings);
    builder.build().close();
    assertEquals(7, builder.limits.count(CountLimit.CONCURRENT_CALLS));

    builder.limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, 9)).build().close();
    assertEquals(9, builder.limits.count(CountLimit.CONCURRENT_CALLS));
  }

  @Test
  void anImpossibleNumberOfCallsIsAFault() {
    for (String bad : List.of("0", "-1", "many", "1.5", "1000001")) {
      CallRouterBuilder builder =
          builder()
              .provider(new FakeProvider("fake"))
              .discoverProviders(Settings.of(Map.of("MAX_CONCURRENT_CALLS", bad)));

      assertEquals(
          List.of("MAX_CONCURRENT_CALLS must be a whole number from 1 to 1000000"),
          faults(builder));
    }
  }

  @Test
  void theRoutersOwnRouteNamesAreNotForTheHost() {
    for (String own : List.of("otherwise", "full", "closing")) {
      CallRouterBuilder builder =
          builder().provider(new FakeProvider("fake")).route(own, Match.any(), Action.hangup());

      assertEquals(1, faults(builder).size(), own);
      assertTrue(faults(builder).get(0).startsWith("route " + own), own);
    }
  }

  @Test
  void aTapOfItsOwnIsNeitherUnknownNorForARefusedCall() {
    CallRouterBuilder builder =
        builder()
            .provider(new FakeProvider("fake"))
            .otherwise(Action.startTap("nobody"))
            .whenFull(Action.startTap("nobody"));

    assertEquals(
        List.of("otherwise names nobody", "whenFull starts a tap"),
        faults(builder).stream().map(fault -> fault.replaceFirst("[,:].*", "")).toList());
  }

  @Test
  void aRefusedCallMustNotBeConnected() {
    CallRouterBuilder builder =
        builder()
            .provider(new FakeProvider("fake"))
            .endpoint("agent", FakeEndpoint::new)
            .whenFull(Action.connect("agent"));

    assertTrue(faults(builder).get(0).startsWith("whenFull connects"));
  }

  @Test
  void aClosingActionMustBeOneThatALiveCallCanTake() {
    CallRouterBuilder builder =
        builder().provider(new FakeProvider("fake")).endpoint("agent", FakeEndpoint::new);

    assertTrue(
        faults(builder.whenClosing(Action.connect("agent")))
            .get(0)
            .startsWith("whenClosing connects"));
    assertTrue(
        faults(builder.whenClosing(Action.reject(io.callrouter.call.Reason.BUSY)))
            .get(0)
            .startsWith("whenClosing rejects"));
  }

  @Test
  void limitsMustBePositive() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Limits.defaults().with(TimeLimit.FLOW_RUN, Duration.ZERO));
  }
}
