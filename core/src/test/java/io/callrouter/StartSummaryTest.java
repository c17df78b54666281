package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartSummaryTest {
  private static final String SECRET = "a secret of the host's";

  @Test
  void saysWhatARouterWithoutAnythingLacks() {
    try (CallRouter router = CallRouter.builder().provider(new FakeProvider("fake")).build()) {
      assertEquals(
          List.of(
              "provider fake (io.callrouter.FakeProvider)",
              "  what no route takes: reject",
              "  there is no route: every call gets that",
              "record sinks: none: records are only logged",
              "store: in memory; a restart forgets all calls",
              "media tokens: with a key made at this start; CALLROUTER_TOKEN_SECRET sets one",
              "calls at once: 150",
              "pages: none; healthPages() is off"),
          router.summary().subList(1, router.summary().size()));
      assertTrue(
          router.summary().get(0).matches("CallRouter \\d+\\.\\d+\\.\\d+\\S* on Java .+"),
          router.summary()::toString);
    }
  }

  @Test
  void namesWhatTheHostHasGivenAndTheLimitsThatDifferButNoSecret() {
    CallRouterBuilder builder =
        CallRouter.builder()
            .provider(new FakeProvider("fake"))
            .route("office", Match.to("+14155550100"), Action.connect("echo"))
            .flow("voicemail", flow -> flow.run(Action.hangup()))
            .otherwise(Action.say("We are closed."))
            .endpoint("echo", context -> Endpoints.echo())
            .recordSink("billing", record -> {})
            .tokenSecret(SECRET.getBytes(StandardCharsets.UTF_8))
            .limits(
                Limits.defaults()
                    .with(CountLimit.CONCURRENT_CALLS, 250)
                    .with(CountLimit.FLOW_STEPS, 50)
                    .with(TimeLimit.CALL, Duration.ofMinutes(30)))
            .healthPages();
    try (CallRouter router = builder.build()) {
      assertEquals(
          List.of(
              "provider fake (io.callrouter.FakeProvider)",
              "routes: office",
              "  what no route takes: say",
              "further flows: voicemail",
              "endpoints: echo",
              "record sinks: billing",
              "store: in memory; a restart forgets all calls",
              "calls at once: 250",
              "limit CALL: 1800.0 s, not 14400.0 s",
              "pages: /health, /ready, /metrics"),
          router.summary().subList(1, router.summary().size()));
      assertFalse(router.summary().toString().contains(SECRET));
    }
  }
}
