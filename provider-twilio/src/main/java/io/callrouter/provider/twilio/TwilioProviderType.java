package io.callrouter.provider.twilio;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderType;
import java.util.Map;
import java.util.Optional;

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
  public String settingsBeginning() {
    return "TWILIO_";
  }

  @Override
  public Optional<CallProvider> create(String instance, Settings settings) {
    if (isSwitchedOff(settings)) {
      return Optional.empty();
    }
    int faultsBefore = settings.faults().size();
    TwilioOptions.Builder builder =
        TwilioOptions.builder()
            .accountSid(settings.text(TwilioOptions.ACCOUNT_SID).orElse(""))
            .authTokens(settings.list(TwilioOptions.AUTH_TOKEN))
            .publicUrl(settings.shared(TwilioOptions.PUBLIC_URL).orElse(""))
            .mediaUrl(settings.shared(TwilioOptions.PUBLIC_MEDIA_URL).orElse(""))
            .exactMediaUrl(settings.text(TwilioOptions.WEBHOOK_URL).orElse(""))
            .insecureWebhooks(settings.flag(INSECURE).orElse(false));
    for (Map.Entry<String, String> fault : builder.faults().entrySet()) {
      settings.fault(fault.getKey(), fault.getValue());
    }
    return settings.faults().size() > faultsBefore
        ? Optional.empty()
        : Optional.of(TwilioProvider.of(instance, builder.build()));
  }

  /** Asks only where the instance has the setting itself: flags are shared with the process. */
  private static boolean isSwitchedOff(Settings settings) {
    return settings.text(ENABLE).isPresent() && !settings.flag(ENABLE).orElse(true);
  }
}
