package io.callrouter.testkit.conformance;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.Outcome;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.Step;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Providers that do something else than they are asked, or hold on to what is not theirs. */
final class BrokenActions {
  private static final Directive BROKEN = Directive.reply(WebResponse.text(500, "broken"));

  private BrokenActions() {}

  static List<Breakage> all() {
    return List.of(
        Breakage.provider(
            "cannot hang up before it has answered",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive hangup(Action.Hangup action, Step step) {
                    return step.reference().step() == 0 ? BROKEN : super.hangup(action, step);
                  }
                }),
        Breakage.provider(
            "answers to refuse",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive reject(Action.Reject action, Step step) {
                    return super.say(Action.say("No."), step);
                  }
                }),
        Breakage.provider(
            "says that it can do nothing",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Set<Capability> capabilities() {
                    return Set.of();
                  }
                }),
        Breakage.provider(
            "does what it does not know",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive custom(Action.Custom action, Step step) {
                    return super.pause(new Action.Pause(Duration.ofSeconds(1)), step);
                  }
                }),
        Breakage.provider(
            "connects only once",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive connect(Action.Connect action, Step step) {
                    if (step.reference().step() + step.reference().generation() > 0) {
                      throw new UnsupportedCapabilityException("only once");
                    }
                    return super.connect(action, step);
                  }
                }),
        Breakage.provider(
            "is silent when it should speak",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive say(Action.Say action, Step step) {
                    return super.pause(new Action.Pause(Duration.ofSeconds(1)), step);
                  }
                }),
        Breakage.provider(
            "cannot play",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive play(Action.Play action, Step step) {
                    throw new UnsupportedCapabilityException("no files");
                  }
                }),
        Breakage.provider(
            "waits a second whatever it is told",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive pause(Action.Pause action, Step step) {
                    return super.pause(new Action.Pause(Duration.ofSeconds(1)), step);
                  }
                }),
        outcomes(
            "loses the keys",
            it ->
                new Outcome(
                    it.kind(), it.result(), "", it.duration(), it.recording(), it.details())),
        Breakage.provider(
            "knows no finishing key",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive gather(Action.Gather action, Step step) {
                    return super.gather(action.finishOn(""), step);
                  }
                }),
        outcomes(
            "is always done",
            it ->
                new Outcome(
                    Outcome.Kind.DONE,
                    it.result(),
                    it.digits(),
                    it.duration(),
                    it.recording(),
                    it.details())),
        events(
            "loses recordings",
            it -> it instanceof CarrierEvent.Recorded ? null : withoutRecording(it)),
        Breakage.provider(
            "cannot dial",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive dial(Action.Dial action, Step step) {
                    throw new UnsupportedCapabilityException("no dial");
                  }
                }),
        outcomes(
            "takes every end for a busy one",
            it -> new Outcome(Outcome.Kind.BUSY, "", "", null, null, Map.of())),
        Breakage.provider(
            "ends a conference with anyone",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public Directive conference(Action.Conference action, Step step) {
                    return super.conference(action.endOnExit(true), step);
                  }
                }),
        Breakage.provider(
            "leaves a thread behind",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public MediaWire openWire() {
                    Thread left = new Thread(BrokenActions::sleep, "left behind");
                    left.setDaemon(true);
                    left.start();
                    return super.openWire();
                  }
                }),
        new Breakage(
            "names no setting",
            new Breakage.Type() {
              @Override
              public Optional<CallProvider> create(
                  String instance, Settings settings, ProviderContext context) {
                Settings same = Settings.of(Map.of());
                Optional<CallProvider> made = super.create(instance, settings, context);
                if (made.isEmpty()) {
                  same.fault("SOMETHING", "is wrong");
                  throw new IllegalStateException(same.faults().toString());
                }
                return made;
              }
            },
            Set.of()));
  }

  private static Breakage outcomes(String name, UnaryOperator<Outcome> change) {
    return events(
        name,
        it ->
            it instanceof CarrierEvent.ActionEnded ended
                ? new CarrierEvent.ActionEnded(change.apply(ended.outcome()), ended.callGone())
                : it);
  }

  /** What a sound provider reports, changed; null leaves an event out. */
  private static Breakage events(String name, Function<CarrierEvent, CarrierEvent> change) {
    return BrokenWebhooks.accepted(
        name,
        () ->
            (request, it) ->
                new CarrierRequest.Accepted(
                    it.identity(),
                    it.carrierId(),
                    it.step(),
                    it.events().stream().map(change).filter(Objects::nonNull).toList(),
                    it.awaitsAction()));
  }

  private static CarrierEvent withoutRecording(CarrierEvent event) {
    if (event instanceof CarrierEvent.ActionEnded ended) {
      Outcome it = ended.outcome();
      return new CarrierEvent.ActionEnded(
          new Outcome(it.kind(), it.result(), it.digits(), it.duration(), null, it.details()),
          ended.callGone());
    }
    return event;
  }

  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
