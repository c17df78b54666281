package io.callrouter.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextMessagesTest {
  private static final String LONGEST = "m".repeat(WebHandler.MAX_MESSAGE_CHARS);

  private final List<String> log = new ArrayList<>();
  private final TextMessages messages =
      new TextMessages(new LoggingListener(), new LoggingSocket());

  @Test
  void aMessageInOnePieceIsTold() {
    messages.onMessage("one", true);
    messages.onMessage("two", true);
    assertEquals(List.of("one", "two"), log);
  }

  @Test
  void piecesArePutTogetherAndTheNextMessageBeginsAnew() {
    messages.onMessage("a", false);
    messages.onMessage("b", false);
    messages.onMessage("", true);
    messages.onMessage("next", true);
    assertEquals(List.of("ab", "next"), log);
  }

  @Test
  void theLongestMessageInPiecesIsTaken() {
    messages.onMessage(LONGEST, false);
    messages.onMessage("", true);
    assertEquals(List.of(LONGEST), log);
  }

  @Test
  void aMessageThatGrowsTooLongClosesTheSocketOnceAndNothingIsToldAnyMore() {
    messages.onMessage(LONGEST, false);
    messages.onMessage("m", false);
    messages.onMessage("m", true);
    messages.onMessage("next", true);
    assertEquals(List.of("close 1009"), log);
  }

  @Test
  void aPieceThatIsTooLongClosesTheSocket() {
    messages.onMessage(LONGEST + "m", true);
    assertEquals(List.of("close 1009"), log);
  }

  private final class LoggingListener implements MediaSocketListener {
    @Override
    public void onText(String message) {
      log.add(message);
    }

    @Override
    public void onBinary() {
      log.add("binary");
    }

    @Override
    public void onClosed(int code, String reason) {
      log.add("closed " + code);
    }
  }

  private final class LoggingSocket implements MediaSocket {
    @Override
    public void send(String message, Sent sent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close(int code, String reason) {
      log.add("close " + code);
    }
  }
}
