package io.callrouter.provider.twilio;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes Twilio providers from settings; found by ServiceLoader.
 *
 * <p>Needed are {@code TWILIO_ACCOUNT_SID}, {@code TWILIO_AUTH_TOKEN} (a comma list while tokens
 * are exchanged) and {@code PUBLIC_URL} or {@code TWILIO_WEBHOOK_URL}; {@code PUBLIC_MEDIA_URL} and
 * {@code CALLROUTER_INSECURE_WEBHOOKS} may be added, and {@code TWILIO_ENABLE=false} switches the
 * provider off. What belongs to an account is read with the instance's own prefix only.
 *
 * @since 0.1
 */
public final class TwilioProviderType implements ProviderType {
  private static final String ENABLE = "TWILIO_ENABLE";
  private static final String INSECURE = "CALLROUTER_INSECURE_WEBHOOKS";

  /** Made by ServiceLoader. */
  public TwilioProviderType() {}

  @Override
  public String name() {
    return TwilioProvider.TYPE;
  }

  @Override
  public int spiLevel() {
    return 1;
  }

  @Override
  public Optional<CallProvider> create(
      String instance, Settings settings, ProviderContext context) {
    int faultsBefore = settings.faults().size();
    if (!settings.flag(ENABLE).orElse(true)) {
      return Optional.empty();
    }
    TwilioOptions.Builder builder =
        TwilioOptions.builder()
            .accountSid(settings.text(TwilioOptions.ACCOUNT_SID).orElse(""))
            .authTokens(settings.list(TwilioOptions.AUTH_TOKEN))
            .publicUrl(settings.shared(TwilioOptions.PUBLIC_URL).orElse(""))
            .mediaUrl(settings.shared(TwilioOptions.PUBLIC_MEDIA_URL).orElse(""))
            .exactMediaUrl(settings.text(TwilioOptions.WEBHOOK_URL).orElse(""))
            .insecureWebhooks(isInsecure(settings));
    for (Map.Entry<String, String> fault : builder.faults().entrySet()) {
      settings.fault(fault.getKey(), fault.getValue());
    }
    return settings.faults().size() > faultsBefore
        ? Optional.empty()
        : Optional.of(TwilioProvider.of(instance, builder.build()));
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
