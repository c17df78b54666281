package io.callrouter.testkit.telnyx;

/**
 * What is wrong with a request, as the API says it.
 *
 * @param code the carrier's own, not the HTTP status
 * @param pointer a JSON pointer to the field that is wrong; empty if it is none
 * @see <a href="https://developers.telnyx.com/docs/development/api-errors">API errors</a>
 */
record ApiError(int status, String code, String title, String detail, String pointer) {
  private static final int UNPROCESSABLE = 422;

  static ApiError unauthenticated() {
    return new ApiError(
        401,
        "10009",
        "Authentication failed",
        "The required authentication headers were either invalid or not included in the request.",
        "");
  }

  static ApiError noSuchResource() {
    return new ApiError(
        404,
        "10005",
        "Resource not found",
        "The requested resource or URL could not be found.",
        "");
  }

  static ApiError badBody(String detail) {
    return new ApiError(400, "10015", "Bad Request", detail, "");
  }

  static ApiError missing(String field) {
    return of("10004", "Missing required parameter", "There is no " + field + ".", field);
  }

  static ApiError badValue(String field, String detail) {
    return of("10015", "Invalid value", detail, field);
  }

  static ApiError notE164(String field) {
    return of(
        "10016",
        "Phone number must be in +E164 format",
        "The " + field + " parameter must be in E.164 format, or a SIP URI.",
        field);
  }

  static ApiError notInEnumeration(String field, String allowed) {
    return of("10032", "Value not in enumeration", "It must be one of " + allowed + ".", field);
  }

  static ApiError outOfRange(String field, String range) {
    return of("10033", "Value outside of range", "It must be " + range + ".", field);
  }

  static ApiError badDigits() {
    return of("90014", "Invalid DTMF digits", "Digits are 0-9 A-D * # w W.", "digits");
  }

  static ApiError badCallControlId() {
    return of(
        "90015",
        "Invalid Call Control ID",
        "The call_control_id provided was not valid.",
        "call_control_id");
  }

  static ApiError ended() {
    return of(
        "90018",
        "Call has already ended",
        "This call is no longer active and can't receive commands.",
        "");
  }

  static ApiError notAnswered() {
    return of(
        "90034",
        "Call not answered yet",
        "This call can't receive this command because it has not been answered.",
        "");
  }

  static ApiError alreadyAnswered() {
    return of("90015", "Invalid state", "This call has already been answered.", "");
  }

  static ApiError streaming() {
    return of(
        "90045",
        "Media streaming already in use",
        "This call is streaming already: there is one stream for each leg.",
        "");
  }

  private static ApiError of(String code, String title, String detail, String field) {
    return new ApiError(UNPROCESSABLE, code, title, detail, field.isEmpty() ? "" : "/" + field);
  }
}
