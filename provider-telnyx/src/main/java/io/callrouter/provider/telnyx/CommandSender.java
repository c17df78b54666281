package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;

/** Makes directives of commands. */
final class CommandSender {
  private final TelnyxClient client;
  private final Addresses addresses;

  CommandSender(TelnyxClient client, Addresses addresses) {
    this.client = client;
    this.addresses = addresses;
  }

  /** A command for an action that can be done on any leg. */
  Directive at(LegCommand command, Handover then) {
    TelnyxRequest request = command.toRequest();
    return Directive.commands(
        () -> {
          client.send(request);
          return then;
        });
  }

  /** A command for an action that needs an answered leg: where it is not, that comes first. */
  Directive onAnswered(Action action, Step step, LegCommand command, Handover then) {
    return isAnswered(step)
        ? at(command, then)
        : answer(step, ClientState.of(step.reference(), action));
  }

  /**
   * Answers.
   *
   * @param state what the leg's events are to repeat
   */
  Directive answer(Step step, ClientState state) {
    // A leg that we dialled is answered by the far end.
    return step.call().direction() == Direction.INBOUND
        ? at(answerOf(step).leaving(state), Handover.ANSWERING)
        : Directive.commands(() -> Handover.ANSWERING);
  }

  /** The command that answers; its events, and all that follow, come to this router. */
  LegCommand answerOf(Step step) {
    return command("answer", step)
        .put("webhook_url", addresses.webhookUrl())
        .put("webhook_url_method", "POST");
  }

  static LegCommand command(String name, Step step) {
    return new LegCommand(name, step.call().carrierId(), step.reference());
  }

  static boolean isAnswered(Step step) {
    return step.state().compareTo(CallState.ANSWERED) >= 0;
  }
}
