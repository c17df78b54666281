package io.callrouter.integration;

import static io.callrouter.call.Outcome.Kind.BUSY;
import static io.callrouter.call.Outcome.Kind.NO_ANSWER;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.media.Endpoints;
import java.time.Duration;

/** The office that one reads of in the documentation: host code that knows of no carrier. */
final class OfficeFlow {
  static final String SALES = "+14155550122";

  private OfficeFlow() {}

  static CallRouterBuilder office(CallRouterBuilder builder) {
    return builder
        .endpoint("agent", context -> Endpoints.echo())
        .route(
            "office",
            Match.to(VirtualOffice.OFFICE),
            flow -> {
              Outcome key = flow.run(Action.gather("For sales press one, or wait.").digits(1));
              if (!key.digits().equals("1")) {
                flow.run(Action.connect("agent").with("language", "en"));
                return;
              }
              if (flow.run(Action.dial(Target.phone(SALES))).is(BUSY, NO_ANSWER)) {
                flow.run(Action.say("Please leave a message."));
                flow.run(Action.record(Duration.ofMinutes(3)));
              }
            });
  }
}
