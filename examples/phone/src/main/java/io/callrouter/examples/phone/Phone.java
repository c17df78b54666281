package io.callrouter.examples.phone;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Call;
import io.callrouter.media.Recorder;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.Timekeeper;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/**
 * A phone in the browser, for a router whose carriers are simulated: its page is served at {@code
 * /} to this machine only.
 *
 * <p>A host gives it to its router ({@link #prepare}) and to its server ({@link #install}). At the
 * end it has it hang up ({@link #hangUp}), closes both, and then the phone. All methods may be
 * called from any thread.
 */
public final class Phone implements AutoCloseable {
  /** The tap that records a call for the page; the routes must name it. */
  public static final String RECORDER = "recorder";

  private static final int MOST_LINES = 16;
  private static final int GOING_AWAY = 1001;

  private final Timekeeper time;
  private final CallArchive archive;
  private final Switchboard switchboard;
  private final Set<PhoneLine> lines = ConcurrentHashMap.newKeySet();
  private boolean closed; // guarded by this

  /**
   * A phone that nobody can reach yet.
   *
   * @param carriers through which it can call; the first is what the page proposes
   * @param answerers whom it can call; the first is what the page proposes
   * @param time the router's and the carriers' own
   */
  public Phone(List<SimulatedCarrier> carriers, List<Answerer> answerers, Timekeeper time) {
    this.time = time;
    this.archive = CallArchive.create();
    this.switchboard = new Switchboard(carriers, answerers, time, archive);
  }

  /** Somebody at that number answers calls that are dialled on, and hangs up after a while. */
  public Phone answering(String number) {
    switchboard.answering(number);
    return this;
  }

  /** Has the page show the conversation, of which {@link #tell} tells. */
  public Phone showConversation() {
    switchboard.showConversation();
    return this;
  }

  /**
   * Tells the page of a call what its agent did.
   *
   * @param news what the page knows how to show: see {@code agent} among the phone's messages
   */
  public void tell(Call call, Map<String, ?> news) {
    switchboard.tell(call, news);
  }

  /** Has a router record the calls and tell how they go. */
  public CallRouterBuilder prepare(CallRouterBuilder router) {
    return router.tap(RECORDER, Recorder.into(archive.recorder())).listener(switchboard);
  }

  /** Puts the page into a server, before all else that is in the context. */
  public void install(ServletContextHandler context) {
    context.addFilter(
        new FilterHolder(new LoopbackGuard()), "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder page = new ServletHolder(new PageServlet(this::line));
    context.addServlet(page, "");
    context.addServlet(page, "/phone/*");
    ServletHolder calls = new ServletHolder(new ResourceServlet());
    calls.setInitParameter("baseResource", archive.calls().toUri().toString());
    calls.setInitParameter("pathInfoOnly", "true");
    calls.setInitParameter("dirAllowed", "false");
    context.addServlet(calls, CallArchive.PATH + "*");
  }

  /** Hangs up all calls and closes all lines; there will be no more calls. */
  public void hangUp() {
    synchronized (this) {
      closed = true; // A page that loses its line asks for another one at once.
    }
    switchboard.close();
    lines.forEach(line -> line.close(GOING_AWAY, "the phone is switched off"));
  }

  /** Deletes what was recorded. */
  @Override
  public void close() {
    archive.close();
  }

  private synchronized @Nullable PhoneLine line() {
    if (closed || lines.size() == MOST_LINES) {
      return null;
    }
    PhoneLine line = new PhoneLine(switchboard, time.executor("phone-close"), lines::remove);
    lines.add(line);
    return line;
  }
}
