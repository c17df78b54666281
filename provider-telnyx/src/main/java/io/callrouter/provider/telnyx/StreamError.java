package io.callrouter.provider.telnyx;

import io.callrouter.spi.wire.JsonCursor;
import io.callrouter.spi.wire.MalformedMessageException;

/**
 * The {@code payload} of an error message: something that was sent could not be used.
 *
 * @param code such as 100004, audio that is not base64 or not of the codec
 * @param title Telnyx's word for the code
 * @param detail Telnyx's words for this case
 */
record StreamError(long code, String title, String detail) {
  /** Reads the object the cursor stands before. */
  static StreamError read(JsonCursor json) throws MalformedMessageException {
    long code = 0;
    String title = "";
    String detail = "";
    json.beginObject();
    while (json.nextField()) {
      if (json.is("code")) {
        code = json.number();
      } else if (json.is("title")) {
        json.string();
        title = json.text();
      } else if (json.is("detail")) {
        json.string();
        detail = json.text();
      } else {
        json.skip();
      }
    }
    return new StreamError(code, title, detail);
  }

  String reason() {
    return title + ": " + detail;
  }
}
