package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.carrier.Counterfeits;
import io.callrouter.testkit.carrier.SignedRequest;
import java.util.Objects;
import java.util.UUID;

/** Webhooks that somebody else made, that make no sense, or of which nobody knows the half. */
final class WebhookCounterfeits implements Counterfeits {
  private static final TelnyxAccount STRANGER = TelnyxAccount.named("a stranger's account");

  private final WebhookSigner signer;

  WebhookCounterfeits(WebhookSigner signer) {
    this.signer = signer;
  }

  @Override
  public SignedRequest forged(SignedRequest genuine) {
    String timestamp = Objects.requireNonNull(genuine.headers().get(WebhookSigner.TIMESTAMP));
    return genuine.with(
        WebhookSigner.SIGNATURE, STRANGER.sign(timestamp, genuine.body().getBytes(UTF_8)));
  }

  @Override
  public SignedRequest garbled(SignedRequest genuine) {
    return signer.post(genuine.url(), genuine.body().substring(0, genuine.body().length() / 2));
  }

  @Override
  public SignedRequest withUnknownFields(SignedRequest genuine) {
    ObjectNode event = body(genuine);
    event.put("never_heard_of", true);
    event.withObject("/data").put("colour", "green");
    event.withObject("/data/payload").putObject("extension").putArray("values").add(1).addNull();
    return signer.post(genuine.url(), event);
  }

  @Override
  public SignedRequest unknownEvent(SignedRequest genuine) {
    ObjectNode event = body(genuine);
    String id = event.at("/data/id").asText();
    event
        .withObject("/data")
        .put("event_type", "call.teleported")
        .put("id", UUID.nameUUIDFromBytes(("unknown before " + id).getBytes(UTF_8)).toString());
    return signer.post(genuine.url(), event);
  }

  private static ObjectNode body(SignedRequest genuine) {
    return Objects.requireNonNull(Json.object(genuine.body().getBytes(UTF_8)));
  }
}
