package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;

/**
 * The command that records a caller.
 *
 * <p>Telnyx ends a recording by time and silence only. The keys that end it come as events, and
 * whoever reads them cuts it.
 *
 * @see <a
 *     href="https://developers.telnyx.com/api-reference/call-commands/recording-start">Recording
 *     start</a>
 */
final class RecordCommands {
  /** 4 hours. */
  static final int MOST_SECONDS = 14_400;

  private final CommandSender sender;

  RecordCommands(CommandSender sender) {
    this.sender = sender;
  }

  Directive record(Action.Record action, Step step) {
    if (action.max().toSeconds() > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "Telnyx records at most " + MOST_SECONDS + " s, not " + action.max().toSeconds());
    }
    LegCommand start =
        CommandSender.command("record_start", step)
            .leaving(ClientState.of(step.reference(), action))
            .put("format", "wav")
            .put("channels", "single")
            .put("recording_track", "inbound")
            .put("play_beep", action.beep())
            .put("max_length", action.max().toSeconds())
            .put("timeout_secs", action.silence().toSeconds());
    return sender.onAnswered(
        action, step, action.trim() ? start.put("trim", "trim-silence") : start, Handover.TAKEN);
  }
}
