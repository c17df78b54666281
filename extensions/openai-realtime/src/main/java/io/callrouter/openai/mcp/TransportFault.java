package io.callrouter.openai.mcp;

/** A transport that works no more, in words for the operator. */
final class TransportFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;

  TransportFault(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  String what() {
    return what;
  }
}
