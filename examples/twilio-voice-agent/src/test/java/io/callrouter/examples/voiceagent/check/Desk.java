package io.callrouter.examples.voiceagent.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A desk that runs, with the world around it, and what a part of the check asks of both. */
final class Desk implements AutoCloseable {
  static final String CALLER = "+14155550177";
  static final String NUMBER = "+14155550100";
  static final String COLLEAGUE = "+14155550122";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  final World world;
  final DeskProcess process;
  final Script script = new Script();

  private Desk(World world, DeskProcess process) {
    this.world = world;
    this.process = process;
    world.model.answering(script);
  }

  /**
   * Starts one.
   *
   * @param more settings beside or in place of the usual ones
   */
  static Desk open(Path jar, Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    World world = new World(jar, folder);
    Map<String, String> settings = world.settings();
    settings.putAll(more);
    return of(world, settings);
  }

  /** Starts one in a world that it owns from then on. */
  static Desk of(World world, Map<String, String> settings)
      throws IOException, InterruptedException {
    Desk desk = new Desk(world, world.start(settings));
    desk.process.awaitLine("taking calls on port");
    return desk;
  }

  /** Waits until something is so that only another thread or process can bring about. */
  static void await(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came true: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The caller waits until he has heard the first of the agent. */
  static void awaitGreeting(TwilioCaller caller) throws InterruptedException {
    await("the caller hears the agent", () -> count(caller, TimelineEvent.Kind.FIRST_AUDIO) > 0);
  }

  static long count(TwilioCaller caller, TimelineEvent.Kind kind) {
    List<TimelineEvent> events = caller.events();
    return events.stream().filter(event -> event.kind() == kind).count();
  }

  /** Lets the caller say something, and waits until the model has answered all of it. */
  void say(TwilioCaller caller, Duration length) {
    caller.speak(Speech.vowel(length)).untilIdle();
  }

  /** The model's side of the last call. */
  SimulatedSession session() {
    return world.model.session();
  }

  /** Ends the call, and waits until its record is written. */
  void hangUp(TwilioCaller caller) throws InterruptedException {
    caller.hangUp().untilIdle();
  }

  /** What the CRM was told of the one call. */
  JsonNode report() throws InterruptedException {
    await("the CRM is told of the call", () -> !world.crm.calls().isEmpty());
    return world.crm.calls().values().iterator().next();
  }

  @Override
  public void close() {
    process.close();
    world.close();
  }
}
