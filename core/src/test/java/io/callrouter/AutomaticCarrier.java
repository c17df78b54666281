package io.callrouter;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that is told, and does what it is told: it answers, plays, opens media sockets and
 * hangs up, after a while each, and reports that to any node, again where it gets no answer.
 */
final class AutomaticCarrier extends ToldCarrier {
  private final ManualTimekeeper time;
  private final CopyOnWriteArrayList<Node> nodes = new CopyOnWriteArrayList<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final Set<String> over = ConcurrentHashMap.newKeySet();

  /** The legs that were joined with their calls. */
  final Set<String> joined = ConcurrentHashMap.newKeySet();

  private final Map<String, String> callers = new ConcurrentHashMap<>(); // by our id of the call
  private final Supplier<Random> random;
  private final IntSupplier node;
  private final int longestMs;

  /**
   * Without nodes.
   *
   * @param node which node is reported to
   * @param longestMs how long it takes at most for anything
   */
  AutomaticCarrier(
      ManualTimekeeper time, Supplier<Random> random, IntSupplier node, int longestMs) {
    this.time = time;
    this.random = random;
    this.node = node;
    this.longestMs = longestMs;
  }

  void reportTo(Node reached) {
    nodes.add(reached);
  }

  /** A call comes in. */
  void call(String carrierId) {
    time.executor("carrier").execute(() -> report("arrive", carrierId, "from=+15550177"));
  }

  /** The caller hangs up. */
  void hangUp(String carrierId) {
    if (gone.add(carrierId)) {
      report("ended", carrierId, "");
    }
  }

  /** Whether a call is over at the carrier. */
  boolean isGone(String carrierId) {
    return gone.contains(carrierId);
  }

  @Override
  void send(String kind, String argument, io.callrouter.spi.StepReference step, String more) {
    String carrierId = carrierId(step.callId());
    if (gone.contains(carrierId) && !kind.equals("drop")) {
      sent.add(kind + " too late");
      throw new io.callrouter.call.CallEndedException("the call has already ended");
    }
    super.send(kind, argument, step, more);
  }

  private String carrierId(String callId) {
    return callers.computeIfAbsent(callId, this::lookUp);
  }

  private String lookUp(String callId) {
    return nodes.get(nodes.size() - 1).router.call(callId).orElseThrow().carrierId();
  }

  @Override
  void onCommand(String kind, String command) {
    String step = step(command);
    String carrierId = carrierId(step.replaceFirst("/.*", ""));
    time.executor("carrier").execute(() -> react(kind, command, step, carrierId));
  }

  private void react(String kind, String command, String step, String carrierId) {
    waitMs(random.get().nextInt(longestMs));
    switch (kind) {
      case "answer" -> report("progress", carrierId, "state=ANSWERED");
      case "gather" -> over(step, carrierId, "digits=7");
      case "say", "cut" -> over(step, carrierId, "");
      case "connect" -> stream(step, carrierId, command.replaceFirst("(?s).* ", ""));
      case "hangup", "reject" -> hangUp(carrierId);
      case "dial" -> leg(step, command.replaceFirst("dial (\\d+) .*", "$1"));
      case "drop" -> hangUp(command.replaceFirst("drop (\\S+) .*", "$1"));
      case "join" -> talk(command.replaceFirst("join (\\S+) .*", "$1"));
      default -> {}
    }
  }

  /** An even leg answers, an odd one is busy. */
  private void leg(String step, String number) {
    String leg = "LEG-" + step.replace('/', '-') + "-" + number;
    report("leg", leg, "for=" + step + " event=initiated");
    waitMs(random.get().nextInt(longestMs));
    if (gone.contains(leg)) {
      return;
    }
    report("leg", leg, "for=" + step + " event=next");
    if (Integer.parseInt(number) % 2 == 0) {
      report("progress", leg, "state=ANSWERED");
    } else {
      gone.add(leg);
      report("ended", leg, "cause=BUSY");
    }
  }

  /** The far end hangs up after a while. */
  private void talk(String leg) {
    joined.add(leg);
    waitMs(2 * longestMs);
    hangUp(leg);
  }

  private void over(String step, String carrierId, String words) {
    if (!gone.contains(carrierId) && over.add(step)) {
      report("over/" + step, carrierId, words);
    }
  }

  private void stream(String step, String carrierId, String token) {
    report("progress", carrierId, "state=ANSWERED");
    FakeSocket socket = null;
    for (int attempt = 0; attempt < 30 && socket == null && !over.contains(step); attempt++) {
      socket = open(token);
      if (socket == null) {
        waitMs(300);
      }
    }
    if (socket != null) {
      socket.says("start " + carrierId);
      for (int i = 0; !socket.isClosed() && !gone.contains(carrierId) && i < 200; i++) {
        socket.says("audio");
        waitMs(100);
      }
      socket.breaks();
    }
    over(step, carrierId, "");
  }

  private @Nullable FakeSocket open(String token) {
    try {
      WebRequest knock = new WebRequest("GET", "/fake/media/" + token, null, Map.of(), new byte[0]);
      Admission admission = nodes.get(node.getAsInt()).router.web().admit(knock);
      return admission.isAdmitted() ? FakeSocket.open(admission, time) : null;
    } catch (Life.Ended e) {
      return null;
    }
  }

  /** Until some node has taken it. */
  private void report(String kind, String carrierId, String words) {
    byte[] body = ("carrier=" + carrierId + " " + words).strip().getBytes(StandardCharsets.UTF_8);
    for (int attempt = 0; attempt < 60; attempt++) {
      try {
        WebResponse answer =
            nodes
                .get(node.getAsInt())
                .router
                .web()
                .handle(new WebRequest("POST", "/fake/" + kind, null, Map.of(), body));
        if (answer.status() < 500) {
          return;
        }
      } catch (Life.Ended e) {
        // Reported again, to another one.
      }
      waitMs(700);
    }
    throw new IllegalStateException(carrierId + ": no node takes " + kind);
  }

  private void waitMs(int ms) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofMillis(ms));
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }
}
