package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.carrier.Attachment;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The legs of an account and what commands do to them.
 *
 * <p>Everything that changes a leg happens under one lock; nobody waits while holding it, and what
 * goes to the application goes on other threads.
 */
final class CallControl {
  /** For so long the carrier knows of a leg that is over. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Object lock = new Object();
  private final TelnyxAccount account;
  private final Attachment attachment;
  private final Timekeeper timekeeper;
  private final URI webhookUrl;
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final CommandIds dials = new CommandIds();
  private int made;

  CallControl(TelnyxAccount account, Attachment attachment, Timekeeper timekeeper, URI webhookUrl) {
    this.account = account;
    this.attachment = attachment;
    this.timekeeper = timekeeper;
    this.webhookUrl = webhookUrl;
  }

  TelnyxAccount account() {
    return account;
  }

  Timekeeper timekeeper() {
    return timekeeper;
  }

  /** Where the account's webhooks go unless a command names another address. */
  URI webhookUrl() {
    return webhookUrl;
  }

  /** Does something to the legs, when nobody else does. */
  void locked(Runnable change) {
    synchronized (lock) {
      change.run();
    }
  }

  /** Finds something out about the legs, when nobody changes them. */
  <T> T ask(Supplier<T> question) {
    synchronized (lock) {
      return question.get();
    }
  }

  /** Does something to the legs after that time. */
  Timekeeper.Timer after(Duration delay, Runnable change) {
    return timekeeper.schedule(delay, () -> locked(change));
  }

  /** Somebody calls one of the account's numbers. */
  Leg incoming(CallPlan plan, TelnyxCallOptions options) {
    synchronized (lock) {
      Leg leg = make(plan, options, Leg.Direction.INCOMING, null, null);
      leg.arrive();
      return leg;
    }
  }

  /** Does {@code POST /calls}. */
  ObjectNode dial(ObjectNode body, Runnable repeated) throws ApiRefusal {
    synchronized (lock) {
      return once(dials, "dial", body, repeated, () -> dialled(body));
    }
  }

  private ObjectNode dialled(ObjectNode body) throws ApiRefusal {
    if (!body.path("connection_id").asText().equals(account.connectionId())) {
      throw new ApiRefusal(ApiError.badValue("connection_id", "There is no such connection."));
    }
    return summary(Dialling.of(body, this).dial()).dialled();
  }

  /** Does a command on a leg. */
  ObjectNode command(String callControlId, String name, ObjectNode body, Runnable repeated)
      throws ApiRefusal {
    synchronized (lock) {
      Leg leg = leg(callControlId);
      LegCommands commands = new LegCommands(this, leg);
      return once(leg.commandIds(), name, body, repeated, () -> commands.perform(name, body));
    }
  }

  /** What a command does. */
  private interface Effect {
    ObjectNode take() throws ApiRefusal;
  }

  private ObjectNode once(
      CommandIds known, String name, ObjectNode body, Runnable repeated, Effect effect)
      throws ApiRefusal {
    String commandId = body.path("command_id").asText("");
    if (commandId.isEmpty()) {
      return effect.take();
    }
    ObjectNode before = known.answered(name, commandId, timekeeper.now());
    if (before != null) {
      repeated.run();
      return before;
    }
    ObjectNode data = effect.take();
    known.take(name, commandId, timekeeper.now(), data);
    return data;
  }

  /** Does {@code GET /calls/{id}}. */
  ObjectNode status(String callControlId) throws ApiRefusal {
    synchronized (lock) {
      Leg leg = legs.get(callControlId);
      if (leg == null || summary(leg).isOverFor(REMEMBERED)) {
        throw new ApiRefusal(ApiError.noSuchResource());
      }
      return summary(leg).status();
    }
  }

  /** Does {@code GET /connections/{id}/active_calls}; all of them are on one page. */
  ObjectNode activeCalls(String connectionId) throws ApiRefusal {
    synchronized (lock) {
      if (!connectionId.equals(account.connectionId())) {
        throw new ApiRefusal(ApiError.noSuchResource());
      }
      ObjectNode page = Json.object();
      ArrayNode data = page.putArray("data");
      legs.values().stream().filter(Leg::isAlive).forEach(leg -> data.add(summary(leg).active()));
      page.putObject("meta")
          .put("page_number", 1)
          .put("total_pages", 1)
          .put("total_items", data.size())
          .putObject("cursors");
      return page;
    }
  }

  /**
   * The leg that a command names.
   *
   * @throws ApiRefusal if there never was one
   */
  Leg leg(String callControlId) throws ApiRefusal {
    Leg leg = legs.get(callControlId);
    if (leg == null) {
      throw new ApiRefusal(ApiError.badCallControlId());
    }
    return leg;
  }

  /** The leg dialled last at that address; null if there was none. */
  @Nullable Leg dialledLast(String address) {
    synchronized (lock) {
      return newestFirst().stream()
          .filter(leg -> leg.direction() == Leg.Direction.OUTGOING && leg.to().equals(address))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * Whose test scripted that address: a caller who said what it does, else the one who called last;
   * null if nobody is on the phone.
   */
  @Nullable Leg ownerOf(String address) {
    List<Leg> callers =
        newestFirst().stream()
            .filter(leg -> leg.direction() == Leg.Direction.INCOMING && leg.isAlive())
            .toList();
    return callers.stream()
        .filter(leg -> leg.parts().plan().farEnds().containsKey(address))
        .findFirst()
        .orElse(callers.isEmpty() ? null : callers.get(0));
  }

  /** The caller for whom that leg is there, who may be on it himself; null if there is none. */
  @Nullable Leg callerOf(String callControlId) {
    synchronized (lock) {
      Leg leg = legs.get(callControlId);
      while (leg != null && leg.owner() != null) {
        leg = leg.owner();
      }
      return leg;
    }
  }

  /** The caller for whom a dial is. */
  @Nullable Leg callerOf(ObjectNode dial) {
    synchronized (lock) {
      Leg linked = callerOf(dial.path("link_to").asText(""));
      return linked == null ? ownerOf(dial.path("to").asText("")) : linked;
    }
  }

  /** All legs that were dialled for a caller. */
  List<Leg> ownedBy(Leg caller) {
    return legs.values().stream().filter(leg -> leg.owner() == caller).toList();
  }

  /**
   * A new leg.
   *
   * @param session of a leg it belongs to, or null for one of its own
   * @param owner in whose log it is noted, or null if that is its own
   */
  Leg make(
      CallPlan plan,
      TelnyxCallOptions options,
      Leg.Direction direction,
      @Nullable String session,
      @Nullable Leg owner) {
    String name = "leg " + ++made;
    LegIds ids =
        new LegIds(
            account.callControlIdOf(name),
            account.uuidOf(name),
            session == null ? account.uuidOf("session of " + name) : session);
    Leg leg = new Leg(this, new LegParts(ids, plan, options, this, attachment), direction, owner);
    legs.put(ids.callControlId(), leg);
    return leg;
  }

  private LegSummary summary(Leg leg) {
    return new LegSummary(leg, timekeeper.now());
  }

  private List<Leg> newestFirst() {
    List<Leg> all = new ArrayList<>(legs.values());
    Collections.reverse(all);
    return all;
  }
}
