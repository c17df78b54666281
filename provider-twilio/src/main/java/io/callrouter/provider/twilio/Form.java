package io.callrouter.provider.twilio;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, decoded strictly from {@code application/x-www-form-urlencoded} in
 * UTF-8: what two readers could understand in two ways is refused, not repaired.
 *
 * <p>Names are in code-unit order, the values of a repeated name too and each only once, since that
 * is what Twilio signs.
 */
final class Form {
  /** Twilio sends some thirty, and one more for each custom SIP header or client parameter. */
  static final int MAX_PARAMETERS = 256;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SIP_STATUS = Pattern.compile("[1-6][0-9]{2}");

  private final SortedMap<String, SortedSet<String>> values = new TreeMap<>();

  private Form() {}

  static Form empty() {
    return new Form();
  }

  /** Decodes a form; its characters are the bytes of the request. */
  static Form parse(String encoded) throws Refusal {
    Form form = new Form();
    int parameters = 0;
    for (int from = 0; from < encoded.length(); ) {
      int end = encoded.indexOf('&', from);
      end = end < 0 ? encoded.length() : end;
      if (end > from) {
        if (++parameters > MAX_PARAMETERS) {
          throw new Refusal(413, "too many parameters", "at most " + MAX_PARAMETERS + " are read");
        }
        form.add(encoded.substring(from, end));
      }
      from = end + 1;
    }
    return form;
  }

  private void add(String parameter) throws Refusal {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    values.computeIfAbsent(decode(name), any -> new TreeSet<>()).add(decode(value));
  }

  /** The value of a parameter; empty if it is absent or has more than one. */
  String text(String name) {
    SortedSet<String> all = values.get(name);
    return all == null || all.size() != 1 ? "" : all.first();
  }

  /** A parameter that is a time in the form of RFC 2822; null if it is absent or none. */
  @Nullable Instant time(String name) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text(name), Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A parameter that is a duration in whole seconds; null if it is absent or none. */
  @Nullable Duration seconds(String name) {
    String seconds = text(name);
    return SECONDS.matcher(seconds).matches() ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
  }

  /** A parameter that is a final SIP status or an early one; null if it is absent or none. */
  @Nullable Integer sipStatus(String name) {
    String code = text(name);
    return SIP_STATUS.matcher(code).matches() ? Integer.valueOf(code) : null;
  }

  /** What Twilio appends to the URL of a form before it signs. */
  String signedText() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, all) -> all.forEach(value -> text.append(name).append(value)));
    return text.toString();
  }

  private static String decode(String encoded) throws Refusal {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    int at = 0;
    while (at < encoded.length()) {
      char c = encoded.charAt(at++);
      if (c == '%') {
        bytes[length++] = (byte) (hex(encoded, at) << 4 | hex(encoded, at + 1));
        at += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      } else {
        throw malformed("a byte that must be percent-encoded");
      }
    }
    try {
      ByteBuffer decoded = ByteBuffer.wrap(bytes, 0, length);
      return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a value that is not UTF-8");
    }
  }

  private static int hex(String encoded, int at) throws Refusal {
    int digit =
        at < encoded.length() && encoded.charAt(at) < 0x7f
            ? Character.digit(encoded.charAt(at), 16)
            : -1;
    if (digit < 0) {
      throw malformed("a percent sign without two hex digits");
    }
    return digit;
  }

  private static Refusal malformed(String what) {
    return new Refusal(
        400, "malformed parameters", "there is " + what + " in the request's parameters");
  }
}
