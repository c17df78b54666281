package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.spi.Directive;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Everything that this provider asks Telnyx to do. */
enum Operation {
  ANSWER(directive(all -> all.calls.answer(SentCommands.ringing()))),
  ANSWER_WITH_STREAM(
      directive(all -> all.streams.connect(Action.connect("agent"), SentCommands.ringing()))),
  STREAMING_START(
      directive(all -> all.streams.connect(Action.connect("agent"), SentCommands.answered()))),
  START_TAP(
      directive(all -> all.streams.startTap(Action.startTap("tap"), SentCommands.answered()))),
  STOP_TAP(directive(all -> all.streams.stopTap(Action.stopTap("tap"), SentCommands.answered()))),
  SPEAK(directive(all -> all.prompts.say(Action.say("Hello"), SentCommands.answered()))),
  PLAYBACK_START(directive(all -> all.prompts.play(file(), SentCommands.answered()))),
  GATHER(directive(all -> all.prompts.gather(Action.gather(), SentCommands.answered()))),
  GATHER_USING_SPEAK(
      directive(all -> all.prompts.gather(Action.gather("One?"), SentCommands.answered()))),
  GATHER_USING_AUDIO(
      directive(
          all -> all.prompts.gather(Action.gather().prompt(file()), SentCommands.answered()))),
  RECORD_START(
      directive(
          all ->
              all.records.record(Action.record(Duration.ofSeconds(9)), SentCommands.answered()))),
  REJECT(directive(all -> all.calls.reject(Action.reject(Reason.BUSY), SentCommands.ringing()))),
  HANGUP(directive(all -> all.calls.hangup(Action.hangup(), SentCommands.answered()))),
  CUT_SPEECH(cut(Action.say("Hello"))),
  CUT_GATHER(cut(Action.gather())),
  CUT_RECORDING(cut(Action.record(Duration.ofSeconds(9)))),
  CUT_STREAM(cut(Action.connect("agent"))),
  TRANSFER(custom("telnyx:transfer", Map.of("to", "+14155550122"))),
  SEND_DTMF(custom("telnyx:send-dtmf", Map.of("digits", "1w2"))),
  DIAL(all -> all.dials.dialLeg(Target.phone("+14155550122"), dial(), SentCommands.ringing(), 0)),
  BRIDGE(all -> all.dials.joinLeg("v3:leg", dial(), SentCommands.answered())),
  DROP(all -> all.dials.dropLeg("v3:leg", SentCommands.STEP));

  @SuppressWarnings("ImmutableEnumChecker") // Each is a lambda over constants.
  private final Work work;

  Operation(Work work) {
    this.work = work;
  }

  void run(Commands commands) {
    work.run(commands);
  }

  private interface Work {
    void run(Commands commands);
  }

  /** All commands, sent by one client. */
  static final class Commands {
    private final CallCommands calls;
    private final StreamCommands streams;
    private final PromptCommands prompts;
    private final RecordCommands records;
    private final CustomCommands customs;
    private final DialCommands dials;

    Commands(TelnyxClient client, TelnyxOptions options) {
      Addresses addresses = new Addresses("telnyx", options);
      CommandSender sender = new CommandSender(client, addresses);
      calls = new CallCommands(sender);
      streams = new StreamCommands(sender, addresses, options.codec());
      prompts = new PromptCommands(sender, options);
      records = new RecordCommands(sender);
      customs = new CustomCommands(sender);
      dials = new DialCommands(client, addresses, options.connectionId());
    }
  }

  private static Action.Play file() {
    return Action.play(URI.create("https://files.example.test/a.mp3"));
  }

  private static Action.Dial dial() {
    return Action.dial(Target.phone("+14155550122"));
  }

  private static Work directive(Function<Commands, Directive> render) {
    return all -> SentCommands.send(render.apply(all));
  }

  private static Work cut(Action action) {
    return directive(all -> all.calls.cut(action, SentCommands.answered()));
  }

  private static Work custom(String name, Map<String, String> arguments) {
    return directive(
        all -> all.customs.custom(Action.custom(name, arguments), SentCommands.answered()));
  }
}
