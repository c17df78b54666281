package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/** The call is over; leaves whatever verb is being done. */
final class CallOver extends Exception {
  private static final long serialVersionUID = 1L;

  private final String status;
  private final transient @Nullable NextDocument lastQuestion;

  /** Over, with the carrier's word for how. */
  CallOver(String status) {
    this(status, null);
  }

  private CallOver(String status, @Nullable NextDocument lastQuestion) {
    super(status, null, false, false);
    this.status = status;
    this.lastQuestion = lastQuestion;
  }

  /** The same end, after which the carrier still asks there what is next. */
  CallOver asking(NextDocument question) {
    return new CallOver(status, question);
  }

  String status() {
    return status;
  }

  @Nullable NextDocument lastQuestion() {
    return lastQuestion;
  }
}
