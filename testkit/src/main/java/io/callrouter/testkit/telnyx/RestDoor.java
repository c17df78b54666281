package io.callrouter.testkit.telnyx;

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
    RestFault fault = faults.next(CallControlApi.nameOf(request));
    if (fault == null) {
      return new Result(api.handle(request), null);
    }
    ApiAnswer truth = fault.isDone() ? api.handle(request) : ApiAnswer.text(204, "", "");
    ApiAnswer told = fault.answer();
    return new Result(told == null ? truth : told, fault);
  }
}
