package io.callrouter.examples.quickstart;

import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.codec.WavAudio;
import io.callrouter.config.Settings;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedTwilio;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call through a simulated carrier, over real sockets and in real time: the carrier's own wire
 * protocol, signatures included, to a host like the one that takes real calls.
 */
final class SampleCall {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(15);
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Agent agent;
  private final WavAudio speech;
  private final PrintStream out;
  private final CallProgress progress;

  /**
   * A call that is not placed yet.
   *
   * @param speech what the caller says when he can be heard
   */
  SampleCall(Agent agent, WavAudio speech, PrintStream out) {
    this.agent = agent;
    this.speech = speech;
    this.out = out;
    this.progress = new CallProgress(out);
  }

  /**
   * Places the call, tells how it goes, and writes what the caller heard.
   *
   * @return whether all of it went well
   */
  boolean place(Path heardFile) throws Exception {
    Timekeeper time = Timekeeper.system();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    Settings settings = Settings.of(twilio.settings());
    try (Host host =
        Host.start(Host.callsTo(agent).discoverProviders(settings).timekeeper(time).build(), 0)) {
      twilio.attach(host.router(), host.address());
      SimulatedCaller caller =
          twilio.from("+14155550177").to("+14155550100").listener(progress).start();
      List<String> faults = new ArrayList<>(converse(caller));
      caller.untilIdle();
      faults.addAll(judge(caller, heardFile));
      return tellResult(faults);
    } finally {
      time.close();
    }
  }

  private List<String> converse(SimulatedCaller caller) {
    boolean done = agent == Agent.ECHO ? speakAndHangUp(caller) : goThroughTheMenu(caller);
    if (!done) {
      caller.hangUp();
      return List.of("the call did not go on after: " + progress.lastStep());
    }
    return List.of();
  }

  private boolean speakAndHangUp(SimulatedCaller caller) {
    boolean spoken = waitFor(caller, Kind.STREAM_START, LONGEST_ANSWER) && speak(caller);
    caller.hangUp();
    return spoken && caller.until(caller::isOver, LONGEST_END);
  }

  private boolean goThroughTheMenu(SimulatedCaller caller) {
    if (!waitFor(caller, Kind.FIRST_AUDIO, LONGEST_ANSWER)) {
      return false;
    }
    caller.silentFor(Sound.GREETING.clip().length().plus(MOMENT));
    caller.press("1").silentFor(Sound.ECHO.clip().length().plus(MOMENT));
    boolean spoken = speak(caller);
    caller.press("#").silentFor(MOMENT.multipliedBy(2));
    caller.press("9");
    return spoken && caller.until(caller::isOver, LONGEST_END);
  }

  private boolean speak(SimulatedCaller caller) {
    Duration length =
        Duration.ofMillis(
            speech.samples().length * 1000L / speech.channels() / speech.sampleRateHz());
    boolean spoken = waitFor(caller.speak(speech), Kind.SPOKEN, length.plus(LONGEST_ANSWER));
    caller.silentFor(MOMENT);
    return spoken;
  }

  private boolean waitFor(SimulatedCaller caller, Kind step, Duration limit) {
    return caller.until(() -> progress.has(step) || caller.isOver(), limit) && progress.has(step);
  }

  private List<String> judge(SimulatedCaller caller, Path heardFile) throws Exception {
    short[] heard = caller.heard();
    new WavAudio(HeardAudio.RATE_HZ, 1, heard).write(heardFile);
    CallRecord record = caller.record();
    List<Passage> passages = find(new HeardAudio(heard));
    new CallSummary(progress.steps(), record, passages).print(out, heardFile);

    List<String> faults = new ArrayList<>();
    passages.forEach(passage -> faults.addAll(passage.faults()));
    caller.alerts().stream().map(Alert::text).forEach(faults::add);
    if (record.cause() != EndCause.COMPLETED) {
      faults.add("the call ended with " + record.cause());
    }
    return faults;
  }

  private List<Passage> find(HeardAudio heard) {
    Map<String, WavAudio> expected = new LinkedHashMap<>();
    if (agent == Agent.MENU) {
      expected.put("greeting", Sound.GREETING.recording());
      expected.put("prompt", Sound.ECHO.recording());
    }
    expected.put("echo", speech);
    if (agent == Agent.MENU) {
      expected.put("goodbye", Sound.GOODBYE.recording());
    }
    return expected.entrySet().stream()
        .map(entry -> heard.find(entry.getKey(), HeardAudio.overTelephone(entry.getValue())))
        .toList();
  }

  private boolean tellResult(List<String> faults) {
    out.println();
    faults.forEach(fault -> out.println("FAULT: " + fault));
    out.println(faults.isEmpty() ? "The call went well." : "The call FAILED.");
    return faults.isEmpty();
  }
}
