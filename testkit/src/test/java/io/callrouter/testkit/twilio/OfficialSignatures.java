package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import io.callrouter.web.WebRequest;
import java.util.Map;

/** Asks the official SDK about what the simulated carrier has sent. */
final class OfficialSignatures {
  private OfficialSignatures() {}

  /** Everything the application got is genuine to the SDK, and there is something. */
  static void assertGenuine(SimulatedTwilio twilio, FakeApplication application) {
    RequestValidator official = new RequestValidator(twilio.settings().get("TWILIO_AUTH_TOKEN"));
    assertFalse(application.requests.isEmpty());
    for (WebRequest request : application.requests) {
      String url = "https://voice.example.test" + request.target();
      Map<String, String> form =
          request.method().equals("GET") ? Map.of() : FakeApplication.form(request);
      assertTrue(official.validate(url, form, request.header("X-Twilio-Signature")), url);
    }
  }
}
