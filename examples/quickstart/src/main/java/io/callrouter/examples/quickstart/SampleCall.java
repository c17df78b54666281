package io.callrouter.examples.quickstart;

import io.callrouter.CallRouter;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.codec.WavAudio;
import io.callrouter.config.Settings;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One call through a simulated carrier, over real sockets and in real time: the carrier's own wire
 * protocol, signatures included, to a host like the one that takes real calls.
 */
final class SampleCall {
  private final Provider provider;
  private final Agent agent;
  private final Conversation conversation;
  private final CallProgress progress;
  private final PrintStream out;

  /**
   * A call that is not placed yet.
   *
   * @param speech what the caller says when the agent listens
   */
  SampleCall(Provider provider, Agent agent, WavAudio speech, PrintStream out) {
    this.provider = provider;
    this.agent = agent;
    this.progress = new CallProgress(out);
    this.conversation = new Conversation(agent, speech, progress);
    this.out = out;
  }

  /**
   * Places the call, tells how it goes, and writes what the caller heard.
   *
   * @return whether all of it went well
   */
  boolean place(Path heardFile) throws Exception {
    try (Timekeeper time = Timekeeper.system();
        SimulatedAccount account = SimulatedAccount.at(provider, time)) {
      CallRouter router =
          Host.callsTo(agent)
              .discoverProviders(Settings.of(account.settings()))
              .timekeeper(time)
              .build();
      try (Host host = Host.start(router, 0)) {
        SimulatedCarrier carrier = account.carrier().attach(router, host.address());
        return talk(carrier, router, heardFile);
      }
    }
  }

  private boolean talk(SimulatedCarrier carrier, CallRouter router, Path heardFile)
      throws IOException {
    SimulatedCaller caller =
        carrier.from("+14155550177").to("+14155550100").listener(progress).start();
    List<String> faults = hold(caller);
    faults.addAll(judge(caller, heardFile));
    CallFacts call = caller.record().call();
    router
        .call(call.provider(), call.carrierId())
        .ifPresent(known -> out.print("\nWhat the router knows of it\n" + known.timeline()));
    return tellResult(faults);
  }

  private List<String> hold(SimulatedCaller caller) {
    List<String> faults = new ArrayList<>();
    if (!conversation.hold(caller)) {
      faults.add("the call did not go on after: " + progress.lastStep());
      caller.hangUp();
    }
    caller.untilIdle();
    return faults;
  }

  private List<String> judge(SimulatedCaller caller, Path heardFile) throws IOException {
    new WavAudio(HeardAudio.RATE_HZ, 1, caller.heard()).write(heardFile);
    List<Passage> passages = conversation.judge(caller);
    CallRecord record = caller.record();
    new CallSummary(progress.steps(), record, passages).print(out, heardFile);

    List<String> faults = new ArrayList<>();
    passages.forEach(passage -> faults.addAll(passage.faults()));
    caller.alerts().stream().map(Alert::text).forEach(faults::add);
    if (record.cause() != EndCause.COMPLETED) {
      faults.add("the call ended with " + record.cause());
    }
    return faults;
  }

  private boolean tellResult(List<String> faults) {
    out.println();
    faults.forEach(fault -> out.println("FAULT: " + fault));
    out.println(faults.isEmpty() ? "The call went well." : "The call FAILED.");
    return faults.isEmpty();
  }
}
