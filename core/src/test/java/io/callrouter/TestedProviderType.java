package io.callrouter;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Found by ServiceLoader in these tests. */
public final class TestedProviderType implements ProviderType {
  static final List<FakeProvider> made = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "tested";
  }

  @Override
  public int spiLevel() {
    return 1;
  }

  @Override
  public Optional<CallProvider> create(
      String instance, Settings settings, ProviderContext context) {
    if (settings.flag("TESTED_ENABLE").orElse(true)) {
      return settings.integer("TESTED_PORT", 1, 99).map(port -> make(instance));
    }
    return Optional.empty();
  }

  private static CallProvider make(String instance) {
    FakeProvider provider = new FakeProvider(instance);
    made.add(provider);
    return provider;
  }

  /** Was built for a router that is to come. */
  public static final class FromTheFuture implements ProviderType {
    @Override
    public String name() {
      return "future";
    }

    @Override
    public int spiLevel() {
      return 2;
    }

    @Override
    public String settingsBeginning() {
      return "TESTED_";
    }

    @Override
    public Optional<CallProvider> create(
        String instance, Settings settings, ProviderContext context) {
      return Optional.of(new FakeProvider("future"));
    }
  }

  /** Cannot be made. */
  public static final class Broken implements ProviderType {
    /** Fails, as a class does whose library is missing. */
    public Broken() {
      throw new NoClassDefFoundError("com/example/Missing");
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int spiLevel() {
      return 1;
    }

    @Override
    public String settingsBeginning() {
      return "TESTED_";
    }

    @Override
    public Optional<CallProvider> create(
        String instance, Settings settings, ProviderContext context) {
      return Optional.empty();
    }
  }

  /** Can be made, but makes nothing. */
  public static final class Throwing implements ProviderType {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public int spiLevel() {
      return 1;
    }

    @Override
    public String settingsBeginning() {
      return "TESTED_";
    }

    @Override
    public Optional<CallProvider> create(
        String instance, Settings settings, ProviderContext context) {
      throw new NoSuchMethodError("of a library's other version");
    }
  }
}
