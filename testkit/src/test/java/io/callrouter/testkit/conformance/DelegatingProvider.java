package io.callrouter.testkit.conformance;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.Target;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.List;
import java.util.Set;

/** A provider that does what another does, for one that does one thing differently. */
class DelegatingProvider implements CallProvider {
  private final CallProvider inner;

  DelegatingProvider(CallProvider inner) {
    this.inner = inner;
  }

  @Override
  public String id() {
    return inner.id();
  }

  @Override
  public String type() {
    return inner.type();
  }

  @Override
  public Set<Capability> capabilities() {
    return inner.capabilities();
  }

  @Override
  public List<String> summary() {
    return inner.summary();
  }

  @Override
  public boolean claims(String path) {
    return inner.claims(path);
  }

  @Override
  public CarrierRequest receive(WebRequest request) {
    return inner.receive(request);
  }

  @Override
  public boolean takesCommands() {
    return inner.takesCommands();
  }

  @Override
  public WebResponse acknowledge() {
    return inner.acknowledge();
  }

  @Override
  public MediaHandshake admit(WebRequest handshake) {
    return inner.admit(handshake);
  }

  @Override
  public MediaWire openWire() {
    return inner.openWire();
  }

  @Override
  public Directive answer(Step step) {
    return inner.answer(step);
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    return inner.connect(action, step);
  }

  @Override
  public Directive startTap(Action.StartTap action, Step step) {
    return inner.startTap(action, step);
  }

  @Override
  public Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    return inner.stopTap(action, step, begun);
  }

  @Override
  public Directive say(Action.Say action, Step step) {
    return inner.say(action, step);
  }

  @Override
  public Directive play(Action.Play action, Step step) {
    return inner.play(action, step);
  }

  @Override
  public Directive gather(Action.Gather action, Step step) {
    return inner.gather(action, step);
  }

  @Override
  public Directive record(Action.Record action, Step step) {
    return inner.record(action, step);
  }

  @Override
  public Directive dial(Action.Dial action, Step step) {
    return inner.dial(action, step);
  }

  @Override
  public String dialLeg(Target target, Action.Dial action, Step step, int number) {
    return inner.dialLeg(target, action, step, number);
  }

  @Override
  public void joinLeg(String leg, Action.Dial action, Step step) {
    inner.joinLeg(leg, action, step);
  }

  @Override
  public void dropLeg(String leg, StepReference step) {
    inner.dropLeg(leg, step);
  }

  @Override
  public Directive cut(Action action, Step step) {
    return inner.cut(action, step);
  }

  @Override
  public Directive conference(Action.Conference action, Step step) {
    return inner.conference(action, step);
  }

  @Override
  public Directive pause(Action.Pause action, Step step) {
    return inner.pause(action, step);
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return inner.reject(action, step);
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return inner.hangup(action, step);
  }

  @Override
  public Directive custom(Action.Custom action, Step step) {
    return inner.custom(action, step);
  }

  @Override
  public void close() {
    inner.close();
  }
}
