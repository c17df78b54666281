package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.testkit.carrier.Webhooks;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Signs and sends what one call asks, tells and opens. */
final class TwilioWeb {
  private static final String IDEMPOTENCY = "I-Twilio-Idempotency-Token";

  private final String callSid;
  private final TwilioAccount account;
  private final Webhooks webhooks;
  private final AtomicInteger sent = new AtomicInteger();

  TwilioWeb(String callSid, TwilioAccount account, Webhooks webhooks) {
    this.callSid = callSid;
    this.account = account;
    this.webhooks = webhooks;
  }

  /** Sends a webhook; fails with an {@link java.io.UncheckedIOException} if it has no answer. */
  CompletionStage<WebResponse> send(
      TwilioWebhook kind, String method, URI url, Map<String, String> parameters) {
    return webhooks.send(
        kind.kind(),
        kind.name(),
        () ->
            TwilioRequests.of(account, method, url, parameters)
                .with(
                    IDEMPOTENCY, account.idOf("", callSid + " webhook " + sent.getAndIncrement())));
  }

  /** Opens a media socket; fails with an {@link java.io.UncheckedIOException} if that cannot be. */
  CompletionStage<MediaConnection> connect(URI url, MediaSocketListener listener) {
    SignedRequest handshake = TwilioRequests.handshake(account, url);
    return webhooks.connect(handshake, listener);
  }
}
