package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.Map;

/**
 * Where the next TwiML document is to be asked for.
 *
 * @param method GET or POST
 * @param parameters sent in addition to those of the call
 */
record NextDocument(String method, URI url, Map<String, String> parameters) {
  NextDocument with(Map<String, String> more) {
    return new NextDocument(method, url, more);
  }
}
