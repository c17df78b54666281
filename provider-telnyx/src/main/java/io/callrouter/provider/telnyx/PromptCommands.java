package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * The commands that speak and play to a caller, and those that collect his keys.
 *
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/speak-text">Speak
 *     text</a>
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/gather">Gather</a>
 */
final class PromptCommands {
  /** What Telnyx speaks at once. */
  static final int MOST_CHARS = 3000;

  /** What Telnyx gathers at most. */
  static final int MOST_DIGITS = 128;

  private final CommandSender sender;
  private final TelnyxOptions options;

  PromptCommands(CommandSender sender, TelnyxOptions options) {
    this.sender = sender;
    this.options = options;
  }

  Directive say(Action.Say action, Step step) {
    LegCommand speak = CommandSender.command("speak", step);
    return send(action, step, speech(speak, action));
  }

  Directive play(Action.Play action, Step step) {
    LegCommand playback =
        CommandSender.command("playback_start", step).put("audio_url", action.audio().toString());
    String type = audioType(action.audio());
    return send(action, step, type.isEmpty() ? playback : playback.put("audio_type", type));
  }

  Directive gather(Action.Gather action, Step step) {
    if (action.spokenInput() != null) {
      throw new UnsupportedCapabilityException(
          "Telnyx gathers keys only: leave out speech(), or connect an endpoint that listens");
    }
    if (action.digits() > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "Telnyx gathers at most " + MOST_DIGITS + " digits, not " + action.digits());
    }
    return send(action, step, digits(prompted(action, step), action));
  }

  private Directive send(Action action, Step step, LegCommand command) {
    return sender.onAnswered(
        action, step, command.leaving(ClientState.of(step.reference(), action)), Handover.TAKEN);
  }

  /** One of three commands, each with a time-out of its own. */
  private LegCommand prompted(Action.Gather action, Step step) {
    long timeout = action.timeout().toMillis();
    if (action.prompt() instanceof Action.Say say) {
      return speech(CommandSender.command("gather_using_speak", step), say)
          .put("timeout_millis", timeout)
          .put("maximum_tries", 1);
    }
    if (action.prompt() instanceof Action.Play play) {
      return CommandSender.command("gather_using_audio", step)
          .put("audio_url", play.audio().toString())
          .put("timeout_millis", timeout)
          .put("maximum_tries", 1);
    }
    Duration whole = Objects.requireNonNull(action.longest(), "only a prompt has no known length");
    return CommandSender.command("gather", step)
        .put("initial_timeout_millis", timeout)
        .put("timeout_millis", whole.toMillis());
  }

  /** One digit is enough for Telnyx: fewer than asked for are an outcome, not an error. */
  private static LegCommand digits(LegCommand gather, Action.Gather action) {
    return gather
        .put("minimum_digits", 1)
        .put("maximum_digits", action.digits() == 0 ? MOST_DIGITS : action.digits())
        .put("inter_digit_timeout_millis", action.timeout().toMillis())
        // Empty is for none, as it is found in the field; absent would be the hash key.
        .put("terminating_digit", action.finishOn());
  }

  private LegCommand speech(LegCommand command, Action.Say say) {
    if (say.text().length() > MOST_CHARS) {
      throw new IllegalArgumentException(
          "Telnyx speaks at most "
              + MOST_CHARS
              + " characters at once, not "
              + say.text().length()
              + ": say less at once");
    }
    return command
        .put("payload", say.text())
        .put("payload_type", "text")
        .put("voice", say.voice() == null ? options.voice() : say.voice())
        .put("language", say.language() == null ? options.language() : say.language());
  }

  /**
   * By the name of the file, since Telnyx takes it as MP3 otherwise; empty if that tells nothing.
   */
  private static String audioType(URI audio) {
    String path = ("" + audio.getPath()).toLowerCase(Locale.ROOT);
    if (path.endsWith(".wav")) {
      return "wav";
    }
    return path.endsWith(".mp3") ? "mp3" : "";
  }
}
