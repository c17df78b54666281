package io.callrouter.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.web.WebHandler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;

final class TextPiecesTest {
  private final Told told = new Told();
  private final TextPieces pieces = new TextPieces(told, told);

  @Test
  void aMessageInPiecesIsPutTogetherEvenWithinACharacter() {
    byte[] bytes = "Grüße €".getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte opcode = i == 0 ? OpCode.TEXT : OpCode.CONTINUATION;
      take(opcode, i == bytes.length - 1, Arrays.copyOfRange(bytes, i, i + 1));
    }
    take(OpCode.TEXT, true, "next".getBytes(UTF_8));
    assertEquals(List.of("Grüße €", "next"), told.texts);
  }

  @Test
  void bytesThatAreNotUtf8CloseWith1007AndNothingFollows() {
    take(OpCode.TEXT, true, new byte[] {'a', (byte) 0xC3});
    take(OpCode.TEXT, true, "late".getBytes(UTF_8));
    assertEquals(List.of(), told.texts);
    assertEquals(List.of(1007), told.closings);
  }

  @Test
  void theReplacementCharacterItselfIsAText() {
    take(OpCode.TEXT, true, "a\uFFFDb".getBytes(UTF_8));
    assertEquals(List.of("a\uFFFDb"), told.texts);
  }

  @Test
  void theLongestMessageMayHaveTheLongestCharacters() {
    String longest = "€".repeat(WebHandler.MAX_MESSAGE_CHARS);
    take(OpCode.TEXT, true, longest.getBytes(UTF_8));
    take(OpCode.TEXT, true, (longest + "€").getBytes(UTF_8));
    assertEquals(List.of(longest), told.texts);
    assertEquals(List.of(1009), told.closings);
  }

  @Test
  void piecesWithoutEndAreRefusedBeforeTheyAreKept() {
    byte[] piece = new byte[WebHandler.MAX_MESSAGE_CHARS];
    take(OpCode.TEXT, false, piece);
    for (int i = 0; i < 5; i++) {
      take(OpCode.CONTINUATION, false, piece);
    }
    assertEquals(List.of(1009), told.closings);
  }

  @Test
  void aBinaryMessageInPiecesIsToldOnceAndIsNoText() {
    take(OpCode.BINARY, false, new byte[3]);
    take(OpCode.CONTINUATION, true, new byte[3]);
    take(OpCode.TEXT, true, "text".getBytes(UTF_8));
    assertEquals(1, told.binaries);
    assertEquals(List.of("text"), told.texts);
  }

  private void take(byte opcode, boolean last, byte[] payload) {
    pieces.take(new Frame(opcode, last, ByteBuffer.wrap(payload)));
  }
}
