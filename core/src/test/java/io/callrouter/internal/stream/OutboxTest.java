package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.media.AudioFormat;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeCarrier socket = new FakeCarrier(AudioFormat.PCMU, time);
  private final Queue<String> waiting = new ArrayDeque<>();
  private final List<Runnable> meanwhile = new ArrayList<>();
  private int asked;
  private final Outbox outbox = new Outbox("call test", socket, this::next);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aWishThatComesWhileTheSourceHasJustSaidNoIsGranted() {
    meanwhile.add(
        () -> {
          waiting.add("mark late");
          outbox.flush();
        });
    outbox.flush();

    assertEquals(List.of("mark late"), socket.messages());
  }

  @Test
  void aReportFromWithinSendDoesNotAskTheSourceOnceMore() {
    waiting.add("mark a");
    waiting.add("mark b");
    outbox.flush();

    assertEquals(List.of("mark a", "mark b"), socket.messages());
    assertEquals(3, asked);
  }

  @Test
  void aSourceThatHasSaidThatNothingFollowsIsNotAskedAgain() {
    Outbox told = new Outbox("call test", socket, new Telling());
    waiting.add("mark a");
    waiting.add("mark b");
    told.flush();

    assertEquals(List.of("mark a", "mark b"), socket.messages());
    assertEquals(2, asked);
  }

  @Test
  void whatComesWhileTheLastMessageIsBeingSentIsSentToo() {
    Outbox told = new Outbox("call test", socket, new Telling());
    waiting.add("mark a");
    meanwhile.add(
        () -> {
          waiting.add("mark b");
          told.flush();
        });
    told.flush();

    assertEquals(List.of("mark a", "mark b"), socket.messages());
  }

  @Test
  void theNextMessageWaitsUntilTheLastIsAway() {
    socket.delivery = FakeCarrier.Delivery.HELD;
    waiting.add("mark a");
    waiting.add("mark b");
    outbox.flush();
    outbox.flush();
    assertEquals(List.of("mark a"), socket.messages());
    socket.release();

    assertEquals(List.of("mark a", "mark b"), socket.messages());
  }

  @Test
  void aSourceThatThrowsBreaksTheOutboxAndNotItsCaller() {
    meanwhile.add(
        () -> {
          throw new IllegalStateException("cannot write");
        });
    outbox.flush();
    waiting.add("mark a");
    outbox.flush();

    assertEquals(List.of(), socket.messages());
  }

  /** Says of its last message that it is, before it is known what happens meanwhile. */
  private final class Telling implements Outbox.Source {
    private boolean last;

    @Override
    public String next() {
      last = waiting.size() <= 1;
      return OutboxTest.this.next();
    }

    @Override
    public boolean wasLast() {
      return last;
    }
  }

  /** What happens on another thread just after the source was asked. */
  private String next() {
    asked++;
    String message = waiting.poll();
    if (!meanwhile.isEmpty()) {
      meanwhile.remove(0).run();
    }
    return message;
  }
}
