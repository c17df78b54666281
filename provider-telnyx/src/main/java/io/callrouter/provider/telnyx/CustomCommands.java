package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What only Telnyx can do, by the names that {@link Action#custom} gives.
 *
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/transfer-call">Transfer
 *     call</a>
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/send-dtmf">Send DTMF</a>
 */
final class CustomCommands {
  static final String TRANSFER = Addresses.TYPE + ":transfer";
  static final String SEND_DTMF = Addresses.TYPE + ":send-dtmf";

  private static final Pattern DIGITS = Pattern.compile("[0-9A-D*#wW]+");
  private static final Pattern RING_SECONDS = Pattern.compile("[0-9]{1,3}");
  private static final int LEAST_RING_SECONDS = 5;
  private static final int MOST_RING_SECONDS = 600;

  private final CommandSender sender;

  CustomCommands(CommandSender sender) {
    this.sender = sender;
  }

  Directive custom(Action.Custom action, Step step) {
    return switch (action.name()) {
      case TRANSFER -> transfer(action, step);
      case SEND_DTMF -> sendDtmf(action, step);
      default ->
          throw new UnsupportedCapabilityException(
              "Telnyx knows no " + action.name() + ", but " + TRANSFER + " and " + SEND_DTMF);
    };
  }

  /**
   * Hands the caller over: Telnyx dials, joins, and hangs both up together. The leg it dials tells
   * by its state how that came out.
   */
  private Directive transfer(Action.Custom action, Step step) {
    requireOnly(action, Set.of("to", "from", "timeout_secs"));
    LegCommand transfer =
        command("transfer", action, step)
            .putAll(DialTarget.fields(target(argument(action, "to"))))
            .put(
                "target_leg_client_state",
                new ClientState(step.reference(), action.kind(), 0).toBase64());
    String from = action.arguments().get("from");
    if (from != null) {
      transfer.put("from", Target.phone(from).number());
    }
    String ring = action.arguments().get("timeout_secs");
    if (ring != null) {
      transfer.put("timeout_secs", ringSeconds(ring));
    }
    return sender.onAnswered(action, step, transfer, Handover.TAKEN);
  }

  /** No event tells when the digits have been sent. */
  private Directive sendDtmf(Action.Custom action, Step step) {
    requireOnly(action, Set.of("digits"));
    String digits = argument(action, "digits");
    if (!DIGITS.matcher(digits).matches()) {
      // The digits themselves are not repeated: they may be those of a card.
      throw new IllegalArgumentException(
          SEND_DTMF + " takes 0-9 A-D * #, w to wait 0.5 s and W to wait 1 s");
    }
    return sender.onAnswered(
        action, step, command("send_dtmf", action, step).put("digits", digits), Handover.DONE);
  }

  private static LegCommand command(String name, Action.Custom action, Step step) {
    return CommandSender.command(name, step).leaving(ClientState.of(step.reference(), action));
  }

  private static Target target(String to) {
    return to.regionMatches(true, 0, "sip", 0, "sip".length()) ? Target.sip(to) : Target.phone(to);
  }

  private static int ringSeconds(String text) {
    int seconds = RING_SECONDS.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (seconds < LEAST_RING_SECONDS || seconds > MOST_RING_SECONDS) {
      throw new IllegalArgumentException(
          "timeout_secs of "
              + TRANSFER
              + " must be from "
              + LEAST_RING_SECONDS
              + " to "
              + MOST_RING_SECONDS);
    }
    return seconds;
  }

  private static String argument(Action.Custom action, String name) {
    String value = action.arguments().get(name);
    if (value == null) {
      throw new IllegalArgumentException(action.name() + " needs the argument " + name);
    }
    return value;
  }

  private static void requireOnly(Action.Custom action, Set<String> known) {
    Set<String> unknown = new TreeSet<>(action.arguments().keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(action.name() + " takes no " + String.join(", ", unknown));
    }
  }
}
