package io.callrouter.testkit.twilio;

/** What the application answered cannot be used; ends the call. */
final class TwimlFault extends Exception {
  static final int HTTP_RETRIEVAL = 11200;
  static final int HTTP_CONNECTION = 11205;
  static final int TOO_LARGE = 11750;
  static final int PARSE = 12100;
  static final int ROOT_ELEMENT = 12102;
  static final int SCHEMA = 12200;
  static final int CONTENT_TYPE = 12300;
  static final int STREAM_QUERY = 31920;
  static final int STREAM_SCHEME = 31922;
  static final int STREAM_URL = 31923;

  private static final long serialVersionUID = 1L;

  private final int code;

  /** Made with the number of the carrier's error dictionary. */
  TwimlFault(int code, String text) {
    super(text);
    this.code = code;
  }

  int code() {
    return code;
  }
}
