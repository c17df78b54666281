package io.callrouter.openai;

import io.callrouter.call.Call;

/**
 * Is told what happens in the conversations of an agent.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AgentListener {
  /**
   * Something happened. Called for one call in order, for several calls at the same time, on a
   * thread that must not be blocked; what it throws is logged.
   */
  void onEvent(Call call, AgentEvent event);
}
