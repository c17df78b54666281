package io.callrouter.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.callrouter.web.MediaSocket.Sent;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SessionSocketTest {
  private final List<Throwable> failures = new ArrayList<>();
  private final Sent sent = failures::add;

  @Test
  void aContainerThatCallsBackAndThrowsIsReportedOnce() {
    RuntimeException first = new RuntimeException("called back");
    socketWhoseSend(
            handler -> {
              handler.onResult(new SendResult(first));
              throw new IllegalStateException("and threw");
            })
        .send("frame", sent);
    assertEquals(1, failures.size());
    assertSame(first, failures.get(0));
  }

  @Test
  void aContainerThatThrowsIsReported() {
    RuntimeException thrown = new IllegalStateException("closed");
    socketWhoseSend(
            handler -> {
              throw thrown;
            })
        .send("frame", sent);
    assertEquals(List.of(thrown), failures);
  }

  @Test
  void aContainerThatCallsBackTwiceIsReportedOnce() {
    socketWhoseSend(
            handler -> {
              handler.onResult(new SendResult());
              handler.onResult(new SendResult());
            })
        .send("frame", sent);
    assertEquals(1, failures.size());
    assertEquals(null, failures.get(0));
  }

  @Test
  void aMessageThatTheContainerForgotIsReportedAtTheEnd() {
    SessionSocket socket = socketWhoseSend(handler -> {});
    socket.send("frame", sent);
    assertEquals(List.of(), failures);
    socket.end();
    assertEquals(1, failures.size());
    assertInstanceOf(ClosedChannelException.class, failures.get(0));
  }

  @Test
  void afterTheEndTheContainerIsNotAskedAnyMore() {
    SessionSocket socket =
        socketWhoseSend(
            handler -> {
              throw new AssertionError("asked");
            });
    socket.end();
    socket.send("frame", sent);
    assertInstanceOf(ClosedChannelException.class, failures.get(0));
  }

  @Test
  void aReasonThatFitsStays() {
    assertEquals("", SessionSocket.cut(""));
    assertEquals("r".repeat(123), SessionSocket.cut("r".repeat(123)));
  }

  @Test
  void aReasonIsCutBetweenCharacters() {
    assertEquals("r".repeat(123), SessionSocket.cut("r".repeat(124)));
    assertEquals("ü".repeat(61), SessionSocket.cut("ü".repeat(62)));
    String phones = SessionSocket.cut("\u260E".repeat(42));
    assertEquals(123, phones.getBytes(StandardCharsets.UTF_8).length);
    assertEquals("\uD83D\uDCDE".repeat(30), SessionSocket.cut("\uD83D\uDCDE".repeat(31)));
  }

  private static SessionSocket socketWhoseSend(Consumer<SendHandler> send) {
    RemoteEndpoint.Async remote =
        answering(
            RemoteEndpoint.Async.class,
            (proxy, method, arguments) -> {
              send.accept((SendHandler) arguments[1]);
              return null;
            });
    Session session = answering(Session.class, (proxy, method, arguments) -> remote);
    return new SessionSocket(session, new SteppingTimekeeper(Duration.ZERO));
  }

  private static <T> T answering(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
