package io.callrouter.examples.voiceagent;

import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallListener;
import io.callrouter.call.PhoneNumbers;
import io.callrouter.openai.AgentEvent;
import io.callrouter.openai.AgentListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator reads of each call: that it came, that its audio and its model were there, that
 * the tools were, that the caller was greeted, that it is over. Errors of the session are logged by
 * the agent itself.
 */
final class CallLog implements CallListener, AgentListener {
  private static final Logger log = LoggerFactory.getLogger(CallLog.class);

  private final Set<String> greeted = ConcurrentHashMap.newKeySet();

  @Override
  public void onEvent(Call call, CallEvent event) {
    String id = call.id();
    switch (event.kind()) {
      case ARRIVED ->
          log.info(
              "call {}: incoming call from {} to {}",
              id,
              PhoneNumbers.mask(call.facts().from()),
              PhoneNumbers.mask(call.facts().to()));
      case MEDIA_STARTED -> log.info("call {}: socket established", id);
      case MEDIA_ENDED -> log.info("call {}: socket closed", id);
      case RECORD -> greeted.remove(id);
      default -> log.debug("call {}: {} {}", id, event.kind(), event.details());
    }
  }

  @Override
  public void onEvent(Call call, AgentEvent event) {
    String id = call.id();
    if (event instanceof AgentEvent.Ready ready) {
      log.info(
          "call {}: connected to the model, {} ms after the socket", id, ready.waited().toMillis());
    } else if (event instanceof AgentEvent.Answered answered && greeted.add(id)) {
      log.info("call {}: greeting sent, {} ms", id, answered.after().toMillis());
    } else if (event instanceof AgentEvent.ToolsReady tools) {
      log.info(
          "call {}: MCP ready: {} after {} ms with {}",
          id,
          tools.source(),
          tools.after().toMillis(),
          tools.tools());
    } else if (event instanceof AgentEvent.ToolsMissing missing) {
      log.warn(
          "call {}: MCP server {} is missing, the agent goes on without: {}",
          id,
          missing.source(),
          missing.reason());
    } else if (event instanceof AgentEvent.ToolCalled called) {
      log.info(
          "call {}: tool {} {} after {} ms",
          id,
          called.tool(),
          called.outcome(),
          called.took().toMillis());
    }
  }
}
