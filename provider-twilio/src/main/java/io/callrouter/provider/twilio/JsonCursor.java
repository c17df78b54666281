package io.callrouter.provider.twilio;

/**
 * Walks once through the text of a JSON object (RFC 8259) and allocates nothing on the way.
 *
 * <p>After {@link #beginObject}, {@link #nextField} stands on one name after another; each value is
 * then read or {@link #skip skipped}. A name, string or number that was read last is looked at with
 * {@link #is}, {@link #text}, {@link #number}, or by its place in the message. Everything that was
 * passed has been checked against the grammar.
 */
final class JsonCursor {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_DIGITS = 18;

  private String message = "";
  private int at;
  private boolean firstField;
  private int from;
  private int to;
  private boolean escaped;

  /** Starts at the beginning of another message. */
  void reset(String message) {
    this.message = message;
    this.at = 0;
  }

  void beginObject() throws MalformedMessageException {
    expect('{');
    firstField = true;
  }

  /**
   * Goes to the next field's value, its name being what was read last; false at the object's end.
   */
  boolean nextField() throws MalformedMessageException {
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

  void beginArray() throws MalformedMessageException {
    expect('[');
    firstField = true;
  }

  /** Goes to the next element; false at the array's end. */
  boolean nextElement() throws MalformedMessageException {
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
  void end() throws MalformedMessageException {
    if (peek() != 0 || at < message.length()) {
      throw new MalformedMessageException();
    }
  }

  /** Reads a string. */
  void string() throws MalformedMessageException {
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
   * Reads a string whose content the caller checks: all up to the next quote. If that is not what
   * he expects it may be cut short by an escape, and is to be read again with {@link #string}.
   */
  void toNextQuote() throws MalformedMessageException {
    expect('"');
    from = at;
    escaped = false;
    to = message.indexOf('"', at);
    if (to < 0) {
      throw new MalformedMessageException();
    }
    at = to + 1;
  }

  /** How far the message has been read. */
  int at() {
    return at;
  }

  /** Goes back to where it stood before. */
  void backTo(int earlier) {
    at = earlier;
  }

  /** Reads a whole number, whether written as a number or as a string of digits. */
  long number() throws MalformedMessageException {
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
  void skip() throws MalformedMessageException {
    skip(0);
  }

  /** Whether what was read last is this text. */
  boolean is(String expected) {
    return escaped
        ? text().equals(expected)
        : to - from == expected.length() && message.startsWith(expected, from);
  }

  /** What was read last, its escapes resolved. Allocates. */
  String text() {
    return escaped ? unescaped() : message.substring(from, to);
  }

  /** The whole message. */
  String message() {
    return message;
  }

  /** Where what was read last begins in the message. */
  int from() {
    return from;
  }

  /** Where what was read last ends in the message. */
  int to() {
    return to;
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
