package io.callrouter.openai;

import io.callrouter.call.Call;
import org.jspecify.annotations.Nullable;

/**
 * What the host knows about a caller: who he is, what he has booked. The agent looks it up before
 * the greeting, and the model may ask for it again with the tool {@code get_phone_session}.
 *
 * @param <S> what is known; the model is given it as JSON
 * @since 0.1
 */
@FunctionalInterface
public interface PhoneSessions<S> {
  /**
   * Looks a caller up. Called on a thread of its own; may block.
   *
   * @param callerNumber as the carrier gives it, usually E.164; empty if he hides it
   * @return what is known, null for nobody
   * @throws Exception if it cannot be found out; the conversation goes on without it
   */
  @Nullable S find(String callerNumber, Call call) throws Exception;
}
