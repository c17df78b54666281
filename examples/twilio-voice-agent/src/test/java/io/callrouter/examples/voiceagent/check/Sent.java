package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.ClientMessage;
import io.callrouter.testkit.openai.SimulatedSession;
import java.util.List;
import java.util.regex.Pattern;

/** What the agent sent to the model, and in which order. */
final class Sent {
  private Sent() {}

  /** Whether a message with that in it came before the first one of a type. */
  static boolean before(SimulatedSession session, String pattern, String type) {
    Pattern wanted = Pattern.compile(pattern);
    List<ClientMessage> received = session.received();
    for (ClientMessage message : received) {
      if (wanted.matcher(message.json()).find()) {
        return true;
      }
      if (message.type().equals(type)) {
        return false;
      }
    }
    return false;
  }
}
