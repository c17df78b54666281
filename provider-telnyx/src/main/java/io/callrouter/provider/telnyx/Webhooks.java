package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierRequest;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;

/** Checks Telnyx's webhooks and tells what they report. */
final class Webhooks {
  private final Addresses addresses;
  private final RequestVerifier verifier;
  private final EventReader reader;
  private final String connectionId;

  Webhooks(Addresses addresses, RequestVerifier verifier, String connectionId) {
    this.addresses = addresses;
    this.verifier = verifier;
    this.reader = new EventReader(addresses);
    this.connectionId = connectionId;
  }

  CarrierRequest receive(WebRequest request) {
    try {
      requireWebhook(request);
      verifier.requireGenuine(request);
      WebhookEvent event = WebhookEvent.read(request.body());
      requireOwnConnection(event);
      return reader.read(event);
    } catch (Refusal refusal) {
      return refusal.ofRequest();
    }
  }

  private void requireWebhook(WebRequest request) throws Refusal {
    if (addresses.isMedia(request.path())) {
      throw new Refusal(
          426,
          "this address takes WebSocket handshakes only",
          "a plain request came to the media address: a proxy in front of this server must pass on"
              + " the headers Upgrade and Connection");
    }
    if (!addresses.isWebhook(request.path())) {
      throw new Refusal(404, "no such address", "Telnyx's portal takes " + addresses.webhookUrl());
    }
    if (!request.method().equals("POST")) {
      throw new Refusal(
          405,
          "use POST",
          "Telnyx is to be set to POST (webhook_url_method): a GET webhook has no body that could"
              + " be verified");
    }
    if (request.body().length > WebHandler.MAX_BODY_BYTES) {
      throw new Refusal(413, "too long", "a webhook may have 64 KiB");
    }
  }

  /** All applications of an account sign with one key, and each has calls of its own. */
  private void requireOwnConnection(WebhookEvent event) throws Refusal {
    String connection = event.text("connection_id");
    if (!connection.isEmpty() && !connection.equals(connectionId)) {
      throw new Refusal(
          403,
          "connection_id is another one",
          "the event is of another application than TELNYX_CONNECTION_ID: let that send its"
              + " webhooks elsewhere, or give it an instance of its own");
    }
  }
}
