package io.callrouter.examples.voiceagent;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a call: the agent talks to the caller, and puts him through to a colleague where
 * he wants that; if nobody answers there, the agent comes back once.
 */
final class DeskFlow implements FlowFunction {
  private static final Duration RINGS = Duration.ofSeconds(25);

  private final Line line;
  private final @Nullable String human;
  private final boolean recorded;

  DeskFlow(Line line, @Nullable String human, boolean recorded) {
    this.line = line;
    this.human = human;
    this.recorded = recorded;
  }

  @Override
  public void run(Flow flow) {
    Outcome talk = flow.run(agent(DeskAgent.GREETS));
    if (talk.is(Outcome.Kind.FAILED)) {
      flow.run(Action.say(line.outOfOrder()).language(line.language()));
    }
    if (human == null || !(talk.is(Outcome.Kind.FAILED) || wantsHuman(talk))) {
      return;
    }
    Outcome colleague = flow.run(Action.dial(Target.phone(human)).ringTimeout(RINGS));
    if (wantsHuman(talk) && !colleague.is(Outcome.Kind.DONE)) {
      flow.run(agent(DeskAgent.NOBODY_FREE));
    }
  }

  private Action agent(String begins) {
    Action.Connect connect =
        Action.connect(DeskAgent.ENDPOINT)
            .with(DeskAgent.LINE, line.name())
            .with(DeskAgent.BEGINS, begins);
    return recorded ? connect.tap(FrontDesk.RECORDER) : connect;
  }

  private static boolean wantsHuman(Outcome talk) {
    return talk.result().equals(DeskAgent.HUMAN);
  }
}
