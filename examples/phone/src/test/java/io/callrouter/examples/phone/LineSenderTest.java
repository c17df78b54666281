package io.callrouter.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A page that reads slowly, or not at all, or is gone. */
final class LineSenderTest {
  private final List<Object> sent = new ArrayList<>();
  private final Deque<SendHandler> underWay = new ArrayDeque<>();
  private final AtomicInteger givenUp = new AtomicInteger();
  private boolean gone;
  private final LineSender sender = new LineSender(remote(), givenUp::incrementAndGet);

  @Test
  void messagesGoOneAfterAnotherInOrder() {
    sender.text("one");
    sender.audio(ByteBuffer.allocate(4));
    sender.text("two");
    assertEquals(List.of("one"), sent);
    readAll();
    assertEquals(List.of("one", ByteBuffer.allocate(4), "two"), sent);
  }

  @Test
  void beyondASecondAudioIsLeftOutAndWordsAreNot() {
    for (int i = 0; i < 100; i++) {
      sender.audio(ByteBuffer.allocate(4));
    }
    sender.text("word");
    readAll();
    assertEquals(50 + 1, sent.size());
    assertEquals("word", sent.get(50));
    sender.audio(ByteBuffer.allocate(4));
    assertEquals(52, sent.size());
  }

  @Test
  void aPageThatReadsNothingIsGivenUp() {
    for (int i = 0; i < 1000; i++) {
      sender.text("word");
    }
    assertEquals(0, givenUp.get());
    sender.text("word");
    assertEquals(1, givenUp.get());
  }

  @Test
  void aPageThatIsGoneIsToldNothing() {
    gone = true;
    sender.text("word");
    sender.audio(ByteBuffer.allocate(4));
    gone = false;
    sender.text("again");
    assertEquals(List.of("again"), sent);
  }

  private void readAll() {
    for (SendHandler done = underWay.poll(); done != null; done = underWay.poll()) {
      done.onResult(new SendResult(null));
    }
    assertTrue(underWay.isEmpty());
  }

  private RemoteEndpoint.Async remote() {
    return (RemoteEndpoint.Async)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteEndpoint.Async.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("send")) {
                if (gone) {
                  throw new IllegalStateException("the session is closed");
                }
                sent.add(arguments[0]);
                underWay.add((SendHandler) arguments[1]);
              }
              return null;
            });
  }
}
