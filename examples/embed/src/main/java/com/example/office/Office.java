package com.example.office;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.media.Endpoints;

/** Where the calls of this office go. */
final class Office {
  private Office() {}

  static CallRouterBuilder calls() {
    return CallRouter.builder()
        .endpoint("echo", context -> Endpoints.echo())
        .route(
            "office",
            Match.any(),
            flow -> {
              Outcome key = flow.run(Action.gather("To hear yourself, press one.").digits(1));
              boolean one = key.digits().equals("1");
              flow.run(one ? Action.connect("echo") : Action.say("Goodbye."));
            });
  }
}
