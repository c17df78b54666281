package io.callrouter.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages cut into any pieces: of an input, two bytes are a piece's length and whether it ends.
 */
class TextMessagesFuzzTest {
  private static final int UNIT = 1024;

  static Stream<byte[]> pieces() {
    return Stream.of(
        new byte[] {1, 1, 2, 0, 0, 0, 3, 1},
        new byte[] {64, 1, 64, 0, 0, 1},
        new byte[] {65, 1, 1, 1},
        new byte[] {33, 0, 33, 0, 1, 1});
  }

  @MethodSource("pieces")
  @FuzzTest
  void wholeMessagesComeOutUntilOneIsTooLongWhichClosesTheSocketOnce(byte[] input) {
    Heard heard = new Heard();
    TextMessages messages = new TextMessages(heard, heard);
    List<Integer> expected = new ArrayList<>();
    int length = 0;
    boolean open = true;
    for (int i = 0; i + 1 < input.length; i += 2) {
      int piece = (input[i] & 0x7F) * UNIT;
      boolean last = (input[i + 1] & 1) == 1;
      messages.onMessage("m".repeat(piece), last);
      length += piece;
      open = open && length <= WebHandler.MAX_MESSAGE_CHARS;
      if (open && last) {
        expected.add(length);
        length = 0;
      }
    }
    assertEquals(expected, heard.lengths);
    assertEquals(open ? List.of() : List.of(1009), heard.closings);
  }

  private static final class Heard implements MediaSocketListener, MediaSocket {
    final List<Integer> lengths = new ArrayList<>();
    final List<Integer> closings = new ArrayList<>();

    @Override
    public void onText(String message) {
      assertTrue(message.chars().allMatch(c -> c == 'm'));
      lengths.add(message.length());
    }

    @Override
    public void onBinary() {
      throw new AssertionError("no text is binary");
    }

    @Override
    public void onClosed(int code, String reason) {
      throw new AssertionError("nobody closed it");
    }

    @Override
    public void send(String message, Sent sent) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public void close(int code, String reason) {
      closings.add(code);
    }
  }
}
