package io.callrouter.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in any pieces: of an input, a byte is a piece's length and whether it ends. */
class TextPiecesFuzzTest {
  private static final int LAST = 0x80;

  static Stream<byte[]> inputs() {
    return Stream.of(
        new byte[] {(byte) (LAST | 2), 'h', 'i'},
        new byte[] {1, (byte) 0xC3, (byte) (LAST | 1), (byte) 0xBC, (byte) LAST},
        new byte[] {(byte) (LAST | 1), (byte) 0xFF, (byte) (LAST | 1), 'a'});
  }

  @MethodSource("inputs")
  @FuzzTest
  void whatIsUtf8ComesOutUntilSomethingIsNotWhichClosesTheSocketOnce(byte[] input) {
    Told told = new Told();
    TextPieces pieces = new TextPieces(told, told);
    List<String> expected = new ArrayList<>();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean open = true;
    boolean begins = true;
    for (int at = 0; at < input.length; ) {
      boolean last = (input[at] & LAST) != 0;
      int length = Math.min(input[at] & 0x7F, input.length - at - 1);
      byte opcode = begins ? OpCode.TEXT : OpCode.CONTINUATION;
      pieces.take(new Frame(opcode, last, ByteBuffer.wrap(input, at + 1, length)));
      message.write(input, at + 1, length);
      at += 1 + length;
      begins = last;
      if (last && open) {
        open = addText(message.toByteArray(), expected);
        message.reset();
      }
    }
    assertEquals(expected, told.texts);
    assertEquals(open ? List.of() : List.of(1007), told.closings);
  }

  private static boolean addText(byte[] bytes, List<String> texts) {
    try {
      texts.add(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
