package io.callrouter.testkit.telnyx;

import java.util.List;

/** A request that the API does not do; it had no effect. */
final class ApiRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ApiError> errors;

  ApiRefusal(ApiError error) {
    this(List.of(error));
  }

  ApiRefusal(List<ApiError> errors) {
    super(errors.toString(), null, false, false);
    this.errors = List.copyOf(errors);
  }

  /** At least one; all have the first one's HTTP status. */
  List<ApiError> errors() {
    return errors;
  }
}
