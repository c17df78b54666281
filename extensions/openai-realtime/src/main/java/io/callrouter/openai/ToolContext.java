package io.callrouter.openai;

import io.callrouter.call.Call;
import java.util.Map;

/**
 * Whom a tool works for.
 *
 * <p>All methods may be called from any thread and none blocks.
 *
 * @since 0.1
 */
public interface ToolContext {
  /** The call whose caller waits for it. */
  Call call();

  /** The agent that wants it done. */
  OpenAiAgent agent();

  /** The attributes of the connect action. */
  Map<String, String> attributes();
}
