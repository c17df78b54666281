package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whom Telnyx is to dial, in the fields that dial and transfer share.
 *
 * <p>The headers of a SIP address (RFC 3261 §19.1.1) go into fields of their own; {@code sips:}
 * becomes {@code sip:} over TLS.
 */
final class DialTarget {
  private static final String USER_TO_USER = "User-to-User";

  private DialTarget() {}

  static ObjectNode fields(Target target) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (target instanceof Target.Phone phone) {
      body.put("to", phone.number());
    } else if (target instanceof Target.Sip sip) {
      writeSip(sip.address(), body);
    } else {
      throw new UnsupportedCapabilityException(
          "Telnyx dials phones and SIP addresses, no clients: dial the SIP address of the client's"
              + " credential");
    }
    return body;
  }

  private static void writeSip(String address, ObjectNode body) {
    int mark = address.indexOf('?');
    String uri = mark < 0 ? address : address.substring(0, mark);
    int colon = uri.indexOf(':');
    body.put("to", "sip" + uri.substring(colon));
    if (uri.substring(0, colon).equalsIgnoreCase("sips")) {
      body.put("sip_transport_protocol", "TLS");
    }
    if (mark >= 0) {
      writeHeaders(List.of(address.substring(mark + 1).split("&", -1)), body);
    }
  }

  private static void writeHeaders(List<String> headers, ObjectNode body) {
    ArrayNode custom = JsonNodeFactory.instance.arrayNode();
    ArrayNode known = JsonNodeFactory.instance.arrayNode();
    for (String header : headers) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a header of a SIP address must be a name, =, a value");
      }
      String name = decoded(header.substring(0, equals));
      boolean userToUser = name.equalsIgnoreCase(USER_TO_USER);
      (userToUser ? known : custom)
          .addObject()
          .put("name", userToUser ? USER_TO_USER : name)
          .put("value", decoded(header.substring(equals + 1)));
    }
    if (!custom.isEmpty()) {
      body.set("custom_headers", custom);
    }
    if (!known.isEmpty()) {
      body.set("sip_headers", known);
    }
  }

  /** In a SIP address a plus is a plus. */
  private static String decoded(String text) {
    String value = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a header of a SIP address must be one line of text");
    }
    return value;
  }
}
