package io.callrouter.openai;

/** What tools may do to the conversation they are part of; called with the lock of the agent. */
interface Conversation {
  /** Sends the service a message; does nothing where no session is in use. */
  void send(String message);

  /** The session is to be another one than before: there are more tools, or more is known. */
  void change();

  void tell(AgentEvent event);
}
