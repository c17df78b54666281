package io.callrouter.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.web.Admission;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.junit.jupiter.api.Test;

final class FrameSocketTest {
  private final Told told = new Told();
  private final List<Runnable> later = new ArrayList<>();
  private final List<String> delays = new ArrayList<>();
  private final FakeSession session = new FakeSession();
  private final FrameSocket socket =
      new FrameSocket(Admission.admitted(opened -> told), new OpenSockets(new LaterScheduler()));

  @Test
  void aPingIsAnsweredWithWhatItCarries() {
    socket.onOpen(session, Callback.NOOP);
    socket.onFrame(new Frame(OpCode.PING, ByteBuffer.wrap(new byte[] {1, 2})), Callback.NOOP);
    assertEquals(1, session.sent.size());
    Frame pong = session.sent.get(0).getFrame();
    assertEquals(OpCode.PONG, pong.getOpCode());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), pong.getPayload());
    assertEquals(1, session.demands, "nothing more is read before it is written");
    session.sent.get(0).getCallback().succeeded();
    assertEquals(2, session.demands);
  }

  @Test
  void aPeerThatDoesNotAnswerACloseIsCutAfterFiveSeconds() {
    socket.onOpen(session, Callback.NOOP);
    socket.close(1000, "bye");
    socket.close(1000, "again");
    assertEquals(List.of("close 1000 bye"), session.ends);
    assertEquals(List.of("5 SECONDS"), delays);
    later.forEach(Runnable::run);
    assertEquals(List.of("close 1000 bye", "abort"), session.ends);
  }

  @Test
  void eachFrameIsAskedForWhenTheOneBeforeWasToldAndNoneAfterAClose() {
    socket.onOpen(session, Callback.NOOP);
    socket.onFrame(new Frame(OpCode.TEXT, "a"), Callback.NOOP);
    socket.onFrame(new Frame(OpCode.PONG), Callback.NOOP);
    assertEquals(3, session.demands);
    socket.onFrame(new Frame(OpCode.CLOSE), Callback.NOOP);
    assertEquals(3, session.demands);
    assertEquals(List.of("a"), told.texts);
  }

  @Test
  void howAMessageFaredIsToldOnce() {
    socket.onOpen(session, Callback.NOOP);
    List<String> results = new ArrayList<>();
    socket.send("a", failure -> results.add("a " + failure));
    socket.send("b", failure -> results.add("b " + (failure == null)));
    session.sent.get(0).getCallback().succeeded();
    session.sent.get(1).getCallback().failed(new IllegalStateException());
    assertEquals(List.of("a null", "b false"), results);
    assertEquals(10_000, session.sent.get(0).getFrameTimeout());
  }

  private final class LaterScheduler extends AbstractLifeCycle implements Scheduler {
    @Override
    public Task schedule(Runnable task, long delay, TimeUnit units) {
      delays.add(delay + " " + units);
      later.add(task);
      return () -> false;
    }
  }

  private static final class FakeSession extends CoreSession.Empty {
    final List<OutgoingEntry> sent = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    int demands;

    @Override
    public void close(int code, String reason, Callback callback) {
      ends.add("close " + code + " " + reason);
    }

    @Override
    public void abort() {
      ends.add("abort");
    }

    @Override
    public void demand() {
      demands++;
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
      sent.add(entry);
    }

    @Override
    public void sendFrame(Frame frame, Callback callback, boolean batch) {
      sendFrame(new OutgoingEntry.Builder(frame, callback).batch(batch).build());
    }
  }
}
