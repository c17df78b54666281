package io.callrouter.provider.telnyx;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes Telnyx providers from settings; found by ServiceLoader.
 *
 * <p>Needed are {@code TELNYX_API_KEY}, {@code TELNYX_PUBLIC_KEY} (a comma list while keys are
 * exchanged), {@code TELNYX_CONNECTION_ID} and {@code PUBLIC_URL}. {@code PUBLIC_MEDIA_URL}, {@code
 * CALLROUTER_INSECURE_WEBHOOKS}, {@code TELNYX_WEBHOOK_PATH}, {@code TELNYX_API_URL}, {@code
 * TELNYX_CODEC}, {@code TELNYX_L16_BYTE_ORDER}, {@code TELNYX_SPEAK_VOICE}, {@code
 * TELNYX_SPEAK_LANGUAGE} and {@code TELNYX_COMMAND_TIMEOUT_SECONDS} may be added. What belongs to
 * an account is read with the instance's own prefix only.
 *
 * @since 0.1
 */
public final class TelnyxProviderType implements ProviderType {
  private static final String INSECURE = "CALLROUTER_INSECURE_WEBHOOKS";

  /** Other names that begin as ours do belong to hosts and to other types. */
  private static final List<String> OWN =
      List.of(
          TelnyxOptions.API_KEY,
          TelnyxOptions.PUBLIC_KEY,
          TelnyxOptions.CONNECTION_ID,
          TelnyxOptions.WEBHOOK_PATH,
          TelnyxOptions.API_URL,
          TelnyxOptions.CODEC,
          TelnyxOptions.L16_BYTE_ORDER,
          TelnyxOptions.SPEAK_VOICE,
          TelnyxOptions.SPEAK_LANGUAGE,
          TelnyxOptions.COMMAND_TIMEOUT);

  private static final Map<String, ByteOrder> BYTE_ORDERS =
      Map.of(
          "little-endian", ByteOrder.LITTLE_ENDIAN,
          "big-endian", ByteOrder.BIG_ENDIAN);

  /** Made by ServiceLoader. */
  public TelnyxProviderType() {}

  @Override
  public String name() {
    return Addresses.TYPE;
  }

  @Override
  public int spiLevel() {
    return 1;
  }

  @Override
  public Optional<CallProvider> create(
      String instance, Settings settings, ProviderContext context) {
    if (OWN.stream().allMatch(name -> settings.text(name).isEmpty())) {
      return Optional.empty();
    }
    int faultsBefore = settings.faults().size();
    TelnyxOptions.Builder builder =
        TelnyxOptions.builder()
            .apiKey(settings.text(TelnyxOptions.API_KEY).orElse(""))
            .publicKeys(settings.list(TelnyxOptions.PUBLIC_KEY))
            .connectionId(settings.text(TelnyxOptions.CONNECTION_ID).orElse(""))
            .publicUrl(settings.shared(TelnyxOptions.PUBLIC_URL).orElse(""))
            .mediaUrl(settings.shared(TelnyxOptions.PUBLIC_MEDIA_URL).orElse(""))
            .insecureWebhooks(isInsecure(settings));
    readPreferences(settings, builder);
    for (Map.Entry<String, String> fault : builder.faults().entrySet()) {
      settings.fault(fault.getKey(), fault.getValue());
    }
    return settings.faults().size() > faultsBefore
        ? Optional.empty()
        : Optional.of(TelnyxProvider.of(instance, builder.build(), context));
  }

  private static void readPreferences(Settings settings, TelnyxOptions.Builder builder) {
    settings.text(TelnyxOptions.WEBHOOK_PATH).ifPresent(builder::webhookPath);
    settings.text(TelnyxOptions.API_URL).ifPresent(builder::apiUrl);
    settings.text(TelnyxOptions.CODEC).ifPresent(builder::codec);
    settings.text(TelnyxOptions.SPEAK_VOICE).ifPresent(builder::voice);
    settings.text(TelnyxOptions.SPEAK_LANGUAGE).ifPresent(builder::language);
    settings
        .integer(
            TelnyxOptions.COMMAND_TIMEOUT,
            (int) TelnyxOptions.LEAST_COMMAND_TIMEOUT.toSeconds(),
            (int) TelnyxOptions.MOST_COMMAND_TIMEOUT.toSeconds())
        .ifPresent(seconds -> builder.commandTimeout(Duration.ofSeconds(seconds)));
    settings
        .text(TelnyxOptions.L16_BYTE_ORDER)
        .ifPresent(
            name -> {
              ByteOrder order = BYTE_ORDERS.get(name.toLowerCase(Locale.ROOT));
              if (order == null) {
                settings.fault(TelnyxOptions.L16_BYTE_ORDER, "must be little-endian or big-endian");
              } else {
                builder.l16ByteOrder(order);
              }
            });
  }

  /** A setting of the whole process, which {@link Settings#flag} does not read. */
  private static boolean isInsecure(Settings settings) {
    String flag = settings.shared(INSECURE).orElse("false").toLowerCase(Locale.ROOT);
    if (!Set.of("true", "false").contains(flag)) {
      settings.fault(INSECURE, "must be true or false");
    }
    return flag.equals("true");
  }
}
