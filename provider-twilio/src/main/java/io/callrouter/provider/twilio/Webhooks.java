package io.callrouter.provider.twilio;

import io.callrouter.spi.CarrierRequest;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks Twilio's requests and tells what they report. */
final class Webhooks {
  private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-fA-F]{32}");
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Addresses addresses;
  private final RequestVerifier verifier;
  private final String accountSid;

  Webhooks(Addresses addresses, RequestVerifier verifier, String accountSid) {
    this.addresses = addresses;
    this.verifier = verifier;
    this.accountSid = accountSid;
  }

  CarrierRequest receive(WebRequest request) {
    try {
      Webhook webhook = webhook(request);
      Form form = genuineForm(request);
      return new CarrierRequest.Accepted(
          identity(request.target() + signedForm(request, form)),
          callSid(form, webhook.callParameter(form)),
          webhook.step(),
          webhook.events(form),
          webhook.awaitsAction());
    } catch (Refusal refusal) {
      return refusal.ofRequest();
    }
  }

  private Webhook webhook(WebRequest request) throws Refusal {
    if (addresses.media().claims(request.path())) {
      throw new Refusal(
          426,
          "this address takes WebSocket handshakes only",
          "a plain request came to the media address: a proxy in front of this server must pass on"
              + " the headers Upgrade and Connection");
    }
    Webhook webhook = addresses.webhook(request.path());
    if (webhook == null) {
      throw new Refusal(
          404,
          "no such address",
          "Twilio's console takes "
              + addresses.incomingCallUrl()
              + " and "
              + addresses.callStatusUrl());
    }
    if (!isPost(request) && !request.method().equals("GET")) {
      throw new Refusal(405, "use GET or POST", "Twilio is to be set to POST (or GET)");
    }
    return webhook;
  }

  private Form genuineForm(WebRequest request) throws Refusal {
    String shownPath = request.path() + (request.query() == null ? "" : "?…");
    verifier.requireSignature(request, addresses.web(), shownPath);
    // A form is signed by its decoded values, so that much has to be read before the check.
    Form form = form(request);
    verifier.requireGenuine(
        request, addresses.web(), request.target() + signedForm(request, form), shownPath);
    if (!form.text("AccountSid").equals(accountSid)) {
      throw new Refusal(
          403,
          "AccountSid is another one",
          "the request is for another account than TWILIO_ACCOUNT_SID");
    }
    return form;
  }

  private static Form form(WebRequest request) throws Refusal {
    String query = request.query() == null ? "" : request.query();
    if (request.body().length > WebHandler.MAX_BODY_BYTES
        || query.length() > WebHandler.MAX_BODY_BYTES) {
      throw new Refusal(413, "too long", "a request's parameters may have 64 KiB");
    }
    if (!isPost(request)) {
      return Form.parse(query);
    }
    requireForm(request.header("Content-Type"));
    return Form.parse(new String(request.body(), StandardCharsets.ISO_8859_1));
  }

  private static void requireForm(@Nullable String contentType) throws Refusal {
    if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw new Refusal(400, "the body must be " + FORM, "voice webhooks are always such forms");
    }
  }

  private static @Nullable String callSid(Form form, @Nullable String parameter) throws Refusal {
    if (parameter == null) {
      return null;
    }
    String callSid = form.text(parameter);
    if (!CALL_SID.matcher(callSid).matches()) {
      throw new Refusal(
          400, parameter + " is missing or ill-formed", "the address is for voice webhooks only");
    }
    return callSid;
  }

  private static String signedForm(WebRequest request, Form form) {
    return isPost(request) ? form.signedText() : "";
  }

  private static boolean isPost(WebRequest request) {
    return request.method().equals("POST");
  }

  /**
   * Made from the very text that is signed. Twilio puts no separators into it, so a request that
   * was overheard could be cut into parameters in other places and still be genuine; it would have
   * the same identity.
   */
  private static String identity(String signedText) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(signedText.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
