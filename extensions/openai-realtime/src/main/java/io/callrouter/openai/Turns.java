package io.callrouter.openai;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for an answer when: the service works on one at a time, and begins some by itself
 * when the caller's turn is over. What is asked for here waits until neither is in the way.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Turns {
  /**
   * An answer that is wanted.
   *
   * @param instructions for this one alone; null for what the conversation asks for
   * @param wordsOnly whether the model is to call no tool
   * @param tag names it in messages
   */
  record Request(@Nullable String instructions, boolean wordsOnly, String tag) {
    /** Whether any answer to the conversation as it stands does. */
    boolean isPlain() {
      return instructions == null;
    }
  }

  private static final String UNKNOWN = "";

  private static final String GO_ON =
      "The line was broken for a moment while you were speaking. Say what was left of your answer,"
          + " without a greeting.";
  private static final String REPEAT =
      "The line was broken for a moment and you missed what the caller said last. Ask for it again,"
          + " in one short sentence.";

  private final Consumer<Request> send;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private @Nullable Request asked;
  private @Nullable String active;
  private @Nullable Request answering; // what the active answer was asked for with
  private boolean answered; // what is asked for, by another answer
  private boolean open;
  private boolean closed;
  private boolean callerSpeaks;
  private boolean answerOwed;
  private long next;

  /**
   * Nobody has spoken yet.
   *
   * @param send asks the service
   */
  Turns(Consumer<Request> send) {
    this.send = send;
  }

  /** The session takes requests from now on. */
  void open() {
    open = true;
    askNext();
  }

  /** An answer is wanted, after those wanted before; one does where two would say the same. */
  void want(@Nullable String instructions) {
    want(instructions, false);
  }

  /**
   * An answer is wanted, after those wanted before.
   *
   * @param wordsOnly whether the model is to call no tool in it
   */
  void want(@Nullable String instructions, boolean wordsOnly) {
    if (closed) {
      return;
    }
    if (instructions != null || waiting.stream().noneMatch(Request::isPlain)) {
      waiting.add(request(instructions, wordsOnly));
    }
    askNext();
  }

  /** The service has begun an answer by itself that sees all there is to be answered. */
  void answeredOtherwise() {
    waiting.removeIf(Request::isPlain);
    answered = asked != null && asked.isPlain();
  }

  private Request request(@Nullable String instructions, boolean wordsOnly) {
    return new Request(instructions, wordsOnly, "r" + next++);
  }

  /** Whether anything is being answered, or will be. */
  boolean isBusy() {
    return active != null || asked != null || !waiting.isEmpty() || callerSpeaks || answerOwed;
  }

  /** Whether all that was asked for here has been answered. */
  boolean isAnswered() {
    return active == null && asked == null && waiting.isEmpty();
  }

  /** The answer that is being made, if its id is known. */
  @Nullable String active() {
    return UNKNOWN.equals(active) ? null : active;
  }

  /** Whether it is the service's turn. */
  boolean isWaiting() {
    return asked != null || active != null || answerOwed;
  }

  /** Asks for the answer that the service owes. */
  boolean askForOwed() {
    boolean owed = answerOwed && asked == null && active == null;
    if (owed) {
      answerOwed = false;
      want(null);
    }
    return owed;
  }

  /** Whether the caller speaks, as the service hears it. */
  boolean callerSpeaks() {
    return callerSpeaks;
  }

  void speechStarted() {
    callerSpeaks = true;
  }

  /**
   * The caller's turn is over.
   *
   * @param answered whether the service answers it by itself
   */
  void speechStopped(boolean answered) {
    callerSpeaks = false;
    answerOwed = answered;
    askNext();
  }

  /** An answer has begun; the tag is that of the request, or empty if the service began it. */
  void created(String response, String tag) {
    active = response;
    answerOwed = false;
    answering = null;
    if (asked != null && asked.tag().equals(tag)) {
      answering = asked;
      asked = null;
    }
  }

  /** An answer is over, however it came out. */
  void done(String response) {
    if (active == null || active.equals(response) || active.equals(UNKNOWN)) {
      active = null;
      // The service may have made it out of what the caller said without a word of its beginning.
      answerOwed = false;
    }
    askNext();
  }

  /**
   * A request was refused.
   *
   * @param busy whether because there is another answer, of which nothing has come here yet
   * @return whether it was one of these
   */
  boolean refused(String tag, boolean busy) {
    Request refused = asked;
    if (refused == null || !refused.tag().equals(tag)) {
      return false;
    }
    asked = null;
    if (busy) {
      if (!answered) {
        waiting.addFirst(refused);
      }
      active = active == null ? UNKNOWN : active;
    } else {
      askNext();
    }
    return true;
  }

  /** The session takes no requests for a while. */
  void pause() {
    open = false;
  }

  /** The answer that is being made has failed: it is to be asked for again, before all others. */
  void again() {
    waiting.addFirst(answering != null ? answering : request(null, false));
  }

  /**
   * The session is gone; what it owes is to be asked of the next one.
   *
   * @param begun whether the caller has heard the beginning of the answer that was being made
   */
  void broken(boolean begun) {
    open = false;
    if (asked != null) {
      waiting.addFirst(asked);
    } else if (active != null && begun) {
      waiting.addFirst(request(GO_ON, true));
    } else if (active != null) {
      again();
    }
    if (answerOwed || callerSpeaks) {
      waiting.addFirst(request(REPEAT, true));
    }
    asked = null;
    active = null;
    answerOwed = false;
    callerSpeaks = false;
  }

  /** Nothing is wanted any more. */
  void close() {
    open = false;
    closed = true;
    waiting.clear();
  }

  private void askNext() {
    if (!open || asked != null || active != null || callerSpeaks || answerOwed) {
      return;
    }
    asked = waiting.poll();
    answered = false;
    if (asked != null) {
      send.accept(asked);
    }
  }
}
