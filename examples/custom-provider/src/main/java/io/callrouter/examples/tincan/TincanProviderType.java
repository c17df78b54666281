package io.callrouter.examples.tincan;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import java.net.URI;
import java.util.Optional;

/** Makes Tincan providers from {@code TINCAN_SECRET} and {@code PUBLIC_URL}. */
public final class TincanProviderType implements ProviderType {
  @Override
  public String name() {
    return "tincan";
  }

  @Override
  public int spiLevel() {
    return 1;
  }

  @Override
  public Optional<CallProvider> create(String id, Settings settings, ProviderContext context) {
    Optional<String> secret = settings.required("TINCAN_SECRET");
    Optional<URI> url = settings.publicUrl();
    if (secret.isEmpty() || url.isEmpty()) {
      return Optional.empty();
    }
    TincanSignature signature = new TincanSignature(secret.get(), context.timekeeper());
    return Optional.of(new TincanProvider(id, url.get(), signature));
  }
}
