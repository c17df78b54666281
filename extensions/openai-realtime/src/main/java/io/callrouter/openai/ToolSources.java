package io.callrouter.openai;

import io.callrouter.call.Call;
import io.callrouter.media.ConnectContext;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call's sources of tools: opened in the background as soon as the agent is made, closed with it.
 * What they offer goes into the toolbox, and the service is told.
 *
 * <p>Guarded by the lock of the agent, but for what comes from the sources, which takes it.
 */
final class ToolSources implements OpenSource.Listener {
  private static final Logger log = LoggerFactory.getLogger(ToolSources.class);

  private final Object lock;
  private final Toolbox toolbox;
  private final Conversation conversation;
  private final Call call;
  private final Timekeeper timekeeper;
  private final long startedNanos;
  private final List<OpenSource> sources = new ArrayList<>();
  private final Map<OpenSource, List<Tool>> early = new LinkedHashMap<>();
  private boolean begun;
  private boolean closed;

  ToolSources(
      List<ToolSource> sources,
      ConnectContext context,
      Toolbox toolbox,
      Object lock,
      Conversation conversation) {
    this.lock = lock;
    this.toolbox = toolbox;
    this.conversation = conversation;
    this.call = context.call();
    this.timekeeper = context.timekeeper();
    this.startedNanos = timekeeper.nanoTime();
    sources.forEach(it -> this.sources.add(new OpenSource(it, call, timekeeper, this)));
  }

  /** Begins to open them; does not wait. */
  void open() {
    sources.forEach(OpenSource::open);
  }

  @Override
  public void onTools(OpenSource source, List<Tool> tools) {
    synchronized (lock) {
      if (begun) {
        take(source, tools);
      } else {
        early.put(source, tools);
      }
    }
  }

  private void take(OpenSource source, List<Tool> tools) {
    if (!closed) {
      Toolbox.Taken taken = toolbox.add(source.name(), tools);
      if (!taken.leftOut().isEmpty()) {
        missing(source.name(), taken.leftOut());
      }
      Duration after = Duration.ofNanos(timekeeper.nanoTime() - startedNanos);
      conversation.change();
      conversation.tell(new AgentEvent.ToolsReady(source.name(), taken.names(), after));
    }
  }

  @Override
  public void onMissing(OpenSource source, String reason) {
    synchronized (lock) {
      if (!closed) {
        missing(source.name(), reason);
      }
    }
  }

  private void missing(String source, String reason) {
    log.warn("{}: tools of {} are missing: {}", call, source, reason);
    conversation.tell(new AgentEvent.ToolsMissing(source, reason));
  }

  /**
   * The service does not take the session as it is wanted: if that is for a tool of a source's, it
   * is wanted without that one, since nothing else of it would be taken either.
   *
   * @return whether it is
   */
  boolean refused(ServerMessage error) {
    String param = error.text("error", "param");
    Toolbox.Removed removed = param.contains("tools") ? toolbox.remove(param) : null;
    if (removed != null) {
      missing(
          removed.source(),
          "the service does not take its tool "
              + removed.name()
              + ": "
              + error.text("error", "message"));
      conversation.change();
    }
    return removed != null;
  }

  /** There is a session that can be told of tools, which never waits for them. */
  void begin() {
    begun = true;
    early.forEach(this::take);
    early.clear();
  }

  /** The call is over. */
  void close() {
    closed = true;
    sources.forEach(OpenSource::close);
  }
}
