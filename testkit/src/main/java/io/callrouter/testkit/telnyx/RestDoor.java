package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.TimelineEvent.Kind;
import org.jspecify.annotations.Nullable;

/** Does requests, and says what goes wrong with their answers; both ways in lead through it. */
final class RestDoor {
  private final CallControlApi api;
  private final RestFaults faults;

  RestDoor(CallControlApi api, RestFaults faults) {
    this.api = api;
    this.faults = faults;
  }

  /**
   * What comes of a request.
   *
   * @param fault what keeps the answer from arriving as it is, or null
   */
  record Result(ApiAnswer answer, @Nullable RestFault fault) {}

  Result handle(ApiRequest request) {
    String operation = CallControlApi.nameOf(request);
    Leg caller = api.callerOf(request);
    RestFault fault = faults.next(operation, caller == null ? null : caller.ids().callControlId());
    if (fault == null) {
      return new Result(api.handle(request), null);
    }
    if (caller != null) {
      caller.parts().log().add(Kind.MISBEHAVED, operation + ": " + fault);
    }
    ApiAnswer truth = fault.isDone() ? api.handle(request) : ApiAnswer.text(204, "", "");
    ApiAnswer told = fault.answer();
    return new Result(told == null ? truth : told, fault);
  }
}
