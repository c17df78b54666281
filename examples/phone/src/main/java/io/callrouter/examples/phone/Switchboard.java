package io.callrouter.examples.phone;

import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallListener;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Places the calls of all lines, and tells each what the router knows of it. */
final class Switchboard implements CallListener {
  private static final String CALLER = "+14155550177";
  private static final int MOST_CALLS = 8;
  private static final Duration TALKS = Duration.ofSeconds(8);

  private final Map<String, SimulatedCarrier> carriers = new LinkedHashMap<>();
  private final Map<String, Answerer> answerers = new LinkedHashMap<>();
  private final Timekeeper time;
  private final CallArchive archive;
  private final Object lock = new Object();

  // All below is guarded by lock.
  /** By the carrier's ids of them. */
  private final Map<String, PhoneCall> calls = new HashMap<>();

  private int live;
  private boolean closed;
  private boolean conversation;
  private @Nullable String answering;

  /** Why a call is not placed, for the user. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  Switchboard(
      List<SimulatedCarrier> carriers,
      List<Answerer> answerers,
      Timekeeper time,
      CallArchive archive) {
    carriers.forEach(carrier -> this.carriers.put(carrier.type(), carrier));
    answerers.forEach(answerer -> this.answerers.put(answerer.name(), answerer));
    this.time = time;
    this.archive = archive;
  }

  /** What there is to choose from. */
  String greeting() {
    boolean told;
    synchronized (lock) {
      told = conversation;
    }
    return LineMessages.hello(carriers.keySet(), answerers.values(), told);
  }

  /** Places a call, which is on its way when this returns; the line is told first of it. */
  void place(LineRequest.PlaceCall order, PhoneLine line) throws Refused {
    CallSetup setup = setup(order);
    synchronized (lock) {
      if (closed) {
        throw new Refused("The phone is being switched off.");
      }
      if (live == MOST_CALLS) {
        throw new Refused("There are " + MOST_CALLS + " calls already: hang one up first.");
      }
      live++;
    }
    PhoneCall call = new PhoneCall(line, time, archive, this::over);
    line.callBegins(call); // It may be over before begin returns.
    call.begin(setup.handset(call).listener(call::onCarrier), this::started);
  }

  /** The agents tell what they do. */
  void showConversation() {
    synchronized (lock) {
      conversation = true;
    }
  }

  /** Who answers calls that are dialled on. */
  void answering(String number) {
    synchronized (lock) {
      answering = number;
    }
  }

  @Override
  public void onEvent(Call call, CallEvent event) {
    PhoneCall known = known(call);
    if (known != null) {
      known.onRouter(call, event);
    }
  }

  /** What the agent of a call did. */
  void tell(Call call, Map<String, ?> news) {
    PhoneCall known = known(call);
    if (known != null) {
      known.onAgent(news);
    }
  }

  private @Nullable PhoneCall known(Call call) {
    synchronized (lock) {
      return calls.get(call.carrierId());
    }
  }

  /** Hangs up all calls; there will be no more. */
  void close() {
    List<PhoneCall> left;
    synchronized (lock) {
      closed = true;
      left = List.copyOf(calls.values());
    }
    left.forEach(PhoneCall::hangUp);
  }

  private CallSetup setup(LineRequest.PlaceCall order) throws Refused {
    SimulatedCarrier carrier = known(carriers.get(order.carrier()), "carrier");
    Answerer answerer = known(answerers.get(order.agent()), "agent");
    CallSetup setup = carrier.from(CALLER).to(answerer.number());
    synchronized (lock) {
      if (answering != null) {
        setup.answers(answering, TALKS);
      }
    }
    for (String name : order.misbehaviours()) {
      Trouble trouble = known(Trouble.of(name).orElse(null), "misbehaviour");
      try {
        setup.misbehaving(trouble.misbehaviour());
      } catch (UnsupportedMisbehaviourException e) {
        throw new Refused("“" + trouble.title() + "” is not to be had: " + e.getMessage() + ".");
      }
    }
    return setup;
  }

  private static <T> T known(@Nullable T found, String what) throws Refused {
    if (found == null) {
      throw new Refused("There is no such " + what + "; the greeting names those there are.");
    }
    return found;
  }

  /** Starts a call, and knows it before the router can say a word of it. */
  private SimulatedCaller started(PhoneCall call, Supplier<? extends SimulatedCaller> start) {
    synchronized (lock) {
      SimulatedCaller caller = start.get();
      calls.put(caller.carrierId(), call);
      return caller;
    }
  }

  private void over(PhoneCall call) {
    synchronized (lock) {
      live--;
      calls.values().remove(call);
    }
  }
}
