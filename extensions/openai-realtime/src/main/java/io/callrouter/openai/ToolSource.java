package io.callrouter.openai;

import io.callrouter.call.Call;
import java.util.List;

/**
 * Where a call's agent gets tools from that are not known beforehand, or not the same for each
 * call: an MCP server, for example.
 *
 * @since 0.1
 */
public interface ToolSource {
  /** What it is called in logs and events. */
  String name();

  /**
   * Opens it for one call and learns what it offers. Called as soon as the agent is made, on a
   * thread of its own, so it may block; that thread is interrupted after a minute, and when the
   * call is over. The conversation does not wait for it. What comes open too late is closed at
   * once.
   *
   * @throws Exception if it cannot be opened: the call goes on without its tools
   */
  Opened open(Call call) throws Exception;

  /**
   * A source that is open for one call.
   *
   * @since 0.1
   */
  interface Opened extends AutoCloseable {
    /**
     * Its tools; does not block. The model is told of 128 at most, of none that takes more than
     * 32,768 characters to describe, and of one whose name is taken under the source's name and its
     * own.
     */
    List<Tool> tools();

    /** Gives back what it holds; called exactly once, when the agent is over; may block. */
    @Override
    void close();
  }
}
