package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.Target;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that is told: keeps the commands that it got, each once for each key, and can be
 * scripted to fail, or to let something happen before it answers.
 *
 * <p>Commands are {@code <kind> <argument> @<step> [token]}; a call is answered by itself for what
 * needs that.
 */
class ToldCarrier extends FakeProvider {
  /** What the carrier did, by call and key: who repeats a command changes nothing. */
  final List<String> commands = new CopyOnWriteArrayList<>();

  /** All that was sent, repeated commands among it. */
  final List<String> sent = new CopyOnWriteArrayList<>();

  private final Map<String, Deque<Runnable>> scripts = new HashMap<>(); // guarded by itself

  /** The token of the last stream it was asked to begin, also while that is being sent. */
  volatile String lastToken = "";

  ToldCarrier() {
    super("fake");
  }

  /** What happens next when commands of that kind are sent, one after another; may throw. */
  ToldCarrier script(String kind, Runnable... behaviours) {
    synchronized (scripts) {
      scripts.computeIfAbsent(kind, any -> new ArrayDeque<>()).addAll(List.of(behaviours));
    }
    return this;
  }

  static Runnable failing(RuntimeException why) {
    return () -> {
      throw why;
    };
  }

  @Override
  public boolean takesCommands() {
    return true;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.HANGUP, Capability.REDIRECT, Capability.LIVE_AUDIO, Capability.TAP);
  }

  @Override
  public CarrierRequest receive(WebRequest request) {
    CarrierRequest received = super.receive(request);
    return received instanceof CarrierRequest.Accepted accepted
        ? new CarrierRequest.Accepted(
            accepted.identity(), accepted.carrierId(), accepted.step(), accepted.events(), false)
        : received;
  }

  /** The commands that had an effect, without steps and tokens. */
  List<String> words() {
    return commands.stream().map(one -> one.replaceFirst(" @.*", "")).toList();
  }

  String last() {
    return commands.get(commands.size() - 1);
  }

  /** The last command of a kind. */
  String last(String kind) {
    List<String> all = commands.stream().filter(one -> one.startsWith(kind)).toList();
    return all.get(all.size() - 1);
  }

  static String step(String command) {
    return command.replaceFirst("(?s).* @(\\S+).*", "$1");
  }

  void send(String kind, String argument, StepReference step, String more) {
    String named = (kind + " " + argument).strip() + " @" + step.toPath();
    sent.add(named);
    Runnable behaviour;
    synchronized (scripts) {
      behaviour = scripts.getOrDefault(kind, new ArrayDeque<>()).poll();
    }
    if (behaviour != null) {
      behaviour.run();
    }
    if (commands.stream().noneMatch(known -> known.startsWith(named))) {
      commands.add(named + more);
      onCommand(kind, named + more);
    }
  }

  /** A command took effect. */
  void onCommand(String kind, String command) {}

  private Directive directive(String kind, String argument, Step step, Handover handover) {
    return Directive.commands(
        () -> {
          String token = step.mediaToken();
          lastToken = token.isEmpty() ? lastToken : token;
          send(kind, argument, step.reference(), token.isEmpty() ? "" : " " + token);
          return handover;
        });
  }

  /** Of an action that needs an answered call. */
  private Directive answered(String kind, String argument, Step step) {
    return step.state() == CallState.ANSWERED
        ? directive(kind, argument, step, Handover.TAKEN)
        : answer(step);
  }

  @Override
  public Directive answer(Step step) {
    return directive("answer", "", step, Handover.ANSWERING);
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    return directive("connect", action.endpoint(), step, Handover.TAKEN);
  }

  @Override
  public Directive startTap(Action.StartTap action, Step step) {
    return directive("listen", action.tap(), step, Handover.DONE);
  }

  @Override
  public Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    return directive("stop", begun.toPath().replaceFirst(".*/", ""), step, Handover.DONE);
  }

  @Override
  public Directive say(Action.Say action, Step step) {
    return answered("say", action.text(), step);
  }

  @Override
  public Directive gather(Action.Gather action, Step step) {
    return answered("gather", Integer.toString(action.digits()), step);
  }

  @Override
  public Directive record(Action.Record action, Step step) {
    return answered("record", action.finishOn(), step);
  }

  @Override
  public Directive pause(Action.Pause action, Step step) {
    throw new IllegalStateException("the router waits itself");
  }

  @Override
  public Directive dial(Action.Dial action, Step step) {
    throw new IllegalStateException("the router dials itself");
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return directive("reject", action.reason().name(), step, Handover.DONE);
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return directive("hangup", "", step, Handover.DONE);
  }

  @Override
  public Directive custom(Action.Custom action, Step step) {
    return directive(action.name(), "", step, Handover.DONE);
  }

  @Override
  public Directive cut(Action action, Step step) {
    return directive("cut", action.kind(), step, Handover.DONE);
  }

  @Override
  public String dialLeg(Target target, Action.Dial action, Step step, int number) {
    String leg = legOf(step.reference(), number);
    send("dial", number + " " + target, step.reference(), "");
    return leg;
  }

  static String legOf(StepReference step, int number) {
    return "LEG-" + step.callId() + "-" + step.generation() + "." + step.step() + "-" + number;
  }

  @Override
  public void joinLeg(String leg, Action.Dial action, Step step) {
    send("join", leg, step.reference(), "");
  }

  @Override
  public void dropLeg(String leg, StepReference step) {
    send("drop", leg, step, "");
  }

  List<String> sentOf(String kind) {
    return new ArrayList<>(sent.stream().filter(one -> one.startsWith(kind)).toList());
  }

  @Nullable String find(String beginning) {
    return commands.stream().filter(one -> one.startsWith(beginning)).findFirst().orElse(null);
  }
}
