package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;

/** The commands that answer, refuse and end a call, and those that cut what it does. */
final class CallCommands {
  private final CommandSender sender;

  CallCommands(CommandSender sender) {
    this.sender = sender;
  }

  /** Answers for a dial, which the router does itself. */
  Directive answer(Step step) {
    return sender.answer(step, new ClientState(step.reference(), "dial", null));
  }

  Directive reject(Action.Reject action, Step step) {
    String cause =
        switch (action.reason()) {
          case BUSY -> "USER_BUSY";
          case DECLINED -> "CALL_REJECTED";
        };
    return sender.at(
        CommandSender.command("reject", step)
            .leaving(ClientState.of(step.reference(), action))
            .put("cause", cause),
        Handover.DONE);
  }

  Directive hangup(Action.Hangup action, Step step) {
    return sender.at(
        CommandSender.command("hangup", step).leaving(ClientState.of(step.reference(), action)),
        Handover.DONE);
  }

  /** The action's own event tells that it is over, so the leg keeps the state it has. */
  Directive cut(Action action, Step step) {
    String command = stopOf(action);
    if (command.isEmpty() || !CommandSender.isAnswered(step)) {
      return Directive.commands(() -> Handover.DONE);
    }
    LegCommand stop = CommandSender.command(command, step);
    return sender.at(
        command.equals("playback_stop") ? stop.put("stop", "all") : stop, Handover.DONE);
  }

  private static String stopOf(Action action) {
    if (action instanceof Action.Say || action instanceof Action.Play) {
      return "playback_stop";
    }
    if (action instanceof Action.Gather) {
      return "gather_stop";
    }
    if (action instanceof Action.Record) {
      return "record_stop";
    }
    return action instanceof Action.Connect ? "streaming_stop" : "";
  }
}
