package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One host with callers and a model, from its start to its end. For use by one thread. */
final class AgentRun implements AutoCloseable {
  private static final int LOOKS = 50;
  private static final int LOOK_MS = 100;
  private static final String KEY = "sk-simulated";

  private final Conversations conversations = new Conversations();
  private final List<CarrierCall> calls = new ArrayList<>();
  private final List<AgentTalk> talks = new ArrayList<>();
  private final Peer peer;
  private final HostProcess model;
  private final Callers callers;
  private final Carrier carrier;
  final HostProcess host;

  AgentRun(Peer peer, int mostCalls, Options options) throws IOException {
    this.peer = peer;
    this.model = HostProcess.start(Peer.MODEL, List.of(), List.of());
    String url = "ws://127.0.0.1:" + model.port() + "/v1/realtime";
    this.host =
        peer == Peer.AGENT
            ? HostProcess.start(peer, List.of(Integer.toString(mostCalls), url, KEY), options.jvm())
            : HostProcess.start(peer, List.of(url + "?model=gpt-realtime", KEY), List.of());
    this.callers = new Callers(host.port());
    this.carrier = new Carrier(false);
  }

  /** Sets up so many calls more. */
  void connect(int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      int next = calls.size() + 1;
      AgentTalk talk = new AgentTalk(next, conversations);
      CarrierCall call =
          peer == Peer.AGENT
              ? callers.toRouter(next, talk)
              : callers.toSocket(next, "/media-stream/" + next, talk);
      talks.add(talk);
      calls.add(call);
      carrier.add(call);
    }
  }

  /** What the calls cost and how fast they are for so long. */
  AgentFigures measure(int seconds, long heapBefore) throws IOException, InterruptedException {
    carrier.order(
        () -> {
          carrier.findings().beginMeasuring();
          conversations.beginMeasuring();
          talks.forEach(AgentTalk::hasHeard);
          return calls;
        });
    host.ask("clear");
    long modelCpu = model.askNumber("cpu");
    Cost cost = Cost.of(host, calls.size(), seconds);
    double modelCost = (model.askNumber("cpu") - modelCpu) / (1e6 * calls.size() * seconds);
    Times toModel = Times.decode(host.ask("latencies"));
    Times toCarrier = Times.decode(host.ask("answers"));
    long threads = host.askNumber("threads");
    double heapKb = (host.askNumber("heap") - heapBefore) / 1e3 / Math.max(1, calls.size() - 1);
    return carrier.order(
        () ->
            new AgentFigures(
                peer,
                calls.size(),
                cost,
                modelCost,
                heapKb,
                threads,
                toModel,
                toCarrier,
                conversations.answered.times(),
                conversations.cleared.times(),
                conversations.whole,
                conversations.interrupted,
                conversations.gaps,
                conversations.longestGapNanos,
                carrier.findings().latestSayNanos));
  }

  /** Ends all calls, and says whether every caller heard his model, all of it and nothing else. */
  boolean hangUp() throws IOException, InterruptedException {
    boolean heard = carrier.order(this::tellWhatWasHeard);
    for (CarrierCall call : calls) {
      carrier.stop(call);
      if (peer == Peer.AGENT) {
        callers.completed(call.sids);
      }
    }
    calls.clear();
    for (int look = 0; look < LOOKS && model.count("open") > 0; look++) {
      Thread.sleep(LOOK_MS);
    }
    long left = model.count("open");
    Load.tell("  model: %s; %d left open", model.ask("counters"), left);
    return heard && left == 0 && model.count("refused") == 0;
  }

  private boolean tellWhatWasHeard() {
    Findings found = carrier.findings();
    long deaf = talks.stream().filter(talk -> !talk.hasHeard()).count();
    Load.tell(
        "  %d of %d callers heard nothing; of what was heard %d frames damaged or not theirs; "
            + "%d times no answer, %d interruptions not heeded, %d sockets closed early",
        deaf,
        talks.size(),
        found.damaged,
        conversations.unanswered,
        conversations.unheeded,
        found.closed);
    return deaf == 0
        && found.damaged == 0
        && conversations.unanswered == 0
        && conversations.unheeded == 0
        && found.closed == 0;
  }

  @Override
  public void close() throws IOException {
    carrier.close();
    callers.close();
    host.close();
    model.close();
  }
}
