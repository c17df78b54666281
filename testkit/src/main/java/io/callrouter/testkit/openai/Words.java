package io.callrouter.testkit.openai;

/** A text that is said word by word. */
final class Words {
  private final String text;
  private int said;

  Words(String text) {
    this.text = text;
  }

  /** The next word with the space before it; empty if there is none left. */
  String next() {
    return upTo(said + 1);
  }

  /** What is left of a beginning of so many characters, and of the word it ends in. */
  String upTo(int characters) {
    int end = Math.max(said, Math.min(characters, text.length()));
    while (end > said && end < text.length() && text.charAt(end) != ' ') {
      end++;
    }
    String more = text.substring(said, end);
    said = end;
    return more;
  }

  /** What was said until now. */
  String said() {
    return text.substring(0, said);
  }

  int length() {
    return text.length();
  }
}
