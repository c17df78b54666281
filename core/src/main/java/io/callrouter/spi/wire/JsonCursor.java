package io.callrouter.spi.wire;

/**
 * Walks once through the text of a JSON object (RFC 8259) and allocates nothing on the way.
 *
 * <p>After {@link #beginObject}, {@link #nextField} stands on one name after another; each value is
 * then read or {@link #skip skipped}. The name or string that was read last is looked at with
 * {@link #is} and {@link #text}. Everything that was passed has been checked against the grammar;
 * what is not as asked for throws, and the message is then to be given up. Objects may lie 16 deep
 * in what is skipped.
 *
 * <p>One cursor reads all messages of a socket, by one thread at a time.
 *
 * @since 0.1
 */
public final class JsonCursor {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_DIGITS = 18;
  private static final String KEYS = "0123456789*#ABCD";

  private String message = "";
  private int at;
  private boolean firstField;
  private int from;
  private int to;
  private boolean escaped;

  /** A cursor over no message; {@link #reset} gives it one. */
  public JsonCursor() {}

  /** Starts at the beginning of another message. */
  public void reset(String message) {
    this.message = message;
    this.at = 0;
  }

  /** Whether an object comes next; where it may be missing, it may also be null. */
  public boolean atObject() {
    return peek() == '{';
  }

  /** Goes into an object. */
  public void beginObject() throws MalformedMessageException {
    expect('{');
    firstField = true;
  }

  /**
   * Goes to the next field's value, its name being what was read last; false at the object's end.
   */
  public boolean nextField() throws MalformedMessageException {
    boolean first = firstField;
    firstField = false;
    if (accept('}')) {
      return false;
    }
    if (!first) {
      expect(',');
    }
    string();
    expect(':');
    return true;
  }

  /** Goes into an array. */
  public void beginArray() throws MalformedMessageException {
    expect('[');
    firstField = true;
  }

  /** Goes to the next element; false at the array's end. */
  public boolean nextElement() throws MalformedMessageException {
    boolean first = firstField;
    firstField = false;
    if (accept(']')) {
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  /** Requires that nothing follows. */
  public void end() throws MalformedMessageException {
    if (peek() != 0 || at < message.length()) {
      throw new MalformedMessageException();
    }
  }

  /** Reads a string. */
  public void string() throws MalformedMessageException {
    expect('"');
    from = at;
    escaped = false;
    String text = message;
    int next = at; // a field would be written for every character
    while (next < text.length()) {
      char c = text.charAt(next);
      if (c == '"') {
        to = next;
        at = next + 1;
        return;
      }
      if (c < ' ') {
        throw new MalformedMessageException();
      }
      if (c == '\\') {
        at = next;
        escape();
        next = at;
      } else {
        next++;
      }
    }
    throw new MalformedMessageException();
  }

  /**
   * Reads a string of base64 (RFC 4648 §4), with padding or without.
   *
   * @param into takes the bytes, from its beginning
   * @return how many bytes they are
   * @throws MalformedMessageException if it is not base64, or more than there is room for
   */
  public int base64(byte[] into) throws MalformedMessageException {
    int start = at;
    toNextQuote();
    try {
      // What is base64 up to the next quote is a string without escapes, and not looked at twice.
      return Base64Audio.decode(message, from, to, into);
    } catch (MalformedMessageException e) {
      at = start;
      return escapedBase64(into);
    }
  }

  /** Some writers of JSON escape the slash, which is a letter of base64. */
  private int escapedBase64(byte[] into) throws MalformedMessageException {
    string();
    String text = text();
    return Base64Audio.decode(text, 0, text.length(), into);
  }

  private void toNextQuote() throws MalformedMessageException {
    expect('"');
    from = at;
    escaped = false;
    to = message.indexOf('"', at);
    if (to < 0) {
      throw new MalformedMessageException();
    }
    at = to + 1;
  }

  /** Reads a string that is a key of a telephone: one of {@code 0123456789*#ABCD}. */
  public char key() throws MalformedMessageException {
    string();
    String key = text();
    if (key.length() != 1 || KEYS.indexOf(key.charAt(0)) < 0) {
      throw new MalformedMessageException();
    }
    return key.charAt(0);
  }

  /**
   * Reads a whole number of up to 18 digits, whether written as a number or as a string of digits.
   */
  public long number() throws MalformedMessageException {
    if (peek() == '"') {
      string();
    } else {
      numeral();
    }
    if (to == from || to - from > MAX_DIGITS) {
      throw new MalformedMessageException();
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(message.charAt(i))) {
        throw new MalformedMessageException();
      }
      number = 10 * number + (message.charAt(i) - '0');
    }
    return number;
  }

  /** Passes over a value of any kind. */
  public void skip() throws MalformedMessageException {
    skip(0);
  }

  /** Whether the name or string that was read last is this text. */
  public boolean is(String expected) {
    return escaped
        ? text().equals(expected)
        : to - from == expected.length() && message.startsWith(expected, from);
  }

  /** The name or string that was read last, its escapes resolved. Allocates. */
  public String text() {
    return escaped ? unescaped() : message.substring(from, to);
  }

  private void skip(int depth) throws MalformedMessageException {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessageException();
    }
    switch (peek()) {
      case '"' -> string();
      case '{' -> {
        beginObject();
        while (nextField()) {
          skip(depth + 1);
        }
      }
      case '[' -> skipArray(depth);
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> numeral();
    }
  }

  private void skipArray(int depth) throws MalformedMessageException {
    expect('[');
    if (accept(']')) {
      return;
    }
    do {
      skip(depth + 1);
    } while (accept(','));
    expect(']');
  }

  private void literal(String word) throws MalformedMessageException {
    if (!message.startsWith(word, at)) {
      throw new MalformedMessageException();
    }
    at += word.length();
  }

  private void numeral() throws MalformedMessageException {
    peek();
    from = at;
    escaped = false;
    passIf('-');
    if (!passIf('0')) {
      digits();
    }
    if (passIf('.')) {
      digits();
    }
    if (passIf('e') || passIf('E')) {
      if (!passIf('+')) {
        passIf('-');
      }
      digits();
    }
    to = at;
  }

  private void digits() throws MalformedMessageException {
    int first = at;
    while (at < message.length() && isDigit(message.charAt(at))) {
      at++;
    }
    if (at == first) {
      throw new MalformedMessageException();
    }
  }

  private void escape() throws MalformedMessageException {
    escaped = true;
    char kind = at + 1 < message.length() ? message.charAt(at + 1) : 0;
    if (kind == 'u') {
      for (int i = at + 2; i < at + 6; i++) {
        if (i >= message.length() || hex(message.charAt(i)) < 0) {
          throw new MalformedMessageException();
        }
      }
      at += 6;
    } else if (kind != 0 && "\"\\/bfnrt".indexOf(kind) >= 0) {
      at += 2;
    } else {
      throw new MalformedMessageException();
    }
  }

  private String unescaped() {
    StringBuilder text = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      char c = message.charAt(i);
      if (c != '\\') {
        text.append(c);
        i++;
      } else if (message.charAt(i + 1) == 'u') {
        text.append((char) Integer.parseInt(message, i + 2, i + 6, 16));
        i += 6;
      } else {
        text.append(resolved(message.charAt(i + 1)));
        i += 2;
      }
    }
    return text.toString();
  }

  private static char resolved(char escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }

  /** The next character behind white space, which is passed; 0 at the end. */
  private char peek() {
    while (at < message.length()) {
      char c = message.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private boolean accept(char expected) {
    return peek() == expected && passIf(expected);
  }

  private void expect(char expected) throws MalformedMessageException {
    if (!accept(expected)) {
      throw new MalformedMessageException();
    }
  }

  private boolean passIf(char expected) {
    boolean there = at < message.length() && message.charAt(at) == expected;
    if (there) {
      at++;
    }
    return there;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
