package io.callrouter.openai;

/** What tools may do to the conversation they are part of; called with the lock of the agent. */
interface Conversation {
  /** Sends the service a message; does nothing where no session is in use. */
  void send(String message);

  /** The session is to be another one than before: there are more tools, or more is known. */
  void change();

  /** The model is to say what follows from what the tools gave. */
  void answer();

  /** The model is to take leave: to say what the conversation asks for, and to call no tool. */
  void takeLeave();

  /** The model is to tell the caller that something takes a moment. */
  void acknowledge(String words);

  /** Whether the caller hears the agent. */
  boolean isHeard();

  /** Whether somebody speaks or is about to. */
  boolean isBusy();

  /** The agent's part is to end when what it says was heard. */
  void end(Ending ending);

  void tell(AgentEvent event);
}
