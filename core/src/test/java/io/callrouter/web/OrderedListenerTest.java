package io.callrouter.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test's own thread plays both of the container's, one within the other. */
final class OrderedListenerTest {
  private final List<String> log = new ArrayList<>();
  private final OrderedListener ordered = new OrderedListener(new LoggingSocket());
  private Runnable duringText = () -> {};
  private Runnable duringClosed = () -> {};

  @Test
  void anEndBesideAMessageWaitsForIt() {
    ordered.open(Admission.admitted(socket -> new LoggingListener()));
    duringText = () -> ordered.onClosed(1000, "bye");
    ordered.onText("frame");
    assertEquals(List.of("text begins", "text ends", "closed 1000 bye"), log);
  }

  @Test
  void anEndDuringTheOpeningIsToldAfterIt() {
    ordered.open(
        Admission.admitted(
            socket -> {
              ordered.onClosed(1006, "");
              log.add("opened");
              return new LoggingListener();
            }));
    assertEquals(List.of("opened", "closed 1006 "), log);
  }

  @Test
  void theFirstEndCountsAndNothingFollows() {
    ordered.open(Admission.admitted(socket -> new LoggingListener()));
    duringClosed = () -> ordered.onText("from within");
    ordered.onClosed(1000, "first");
    ordered.onClosed(1006, "second");
    ordered.onText("late");
    ordered.onBinary();
    assertEquals(List.of("closed 1000 first"), log);
  }

  @Test
  void theEndIsToldEvenAfterAnError() {
    ordered.open(Admission.admitted(socket -> new LoggingListener()));
    duringText =
        () -> {
          throw new AssertionError("on purpose");
        };
    assertThrows(AssertionError.class, () -> ordered.onText("frame"));
    ordered.onClosed(1011, "");
    assertEquals(List.of("text begins", "closed 1011 "), log);
  }

  @Test
  void aListenerThatFailsClosesTheSocketAndStillHearsTheEnd() {
    ordered.open(Admission.admitted(socket -> new LoggingListener()));
    duringText =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    ordered.onText("frame");
    ordered.onClosed(1011, "");
    assertEquals(List.of("text begins", "close 1011", "closed 1011 "), log);
  }

  @Test
  void anOpeningThatFailsClosesTheSocket() {
    ordered.open(
        Admission.admitted(
            socket -> {
              throw new IllegalStateException("on purpose");
            }));
    ordered.onText("frame");
    ordered.onClosed(1011, "");
    assertEquals(List.of("close 1011"), log);
  }

  private final class LoggingListener implements MediaSocketListener {
    @Override
    public void onText(String message) {
      log.add("text begins");
      duringText.run();
      log.add("text ends");
    }

    @Override
    public void onBinary() {
      log.add("binary");
    }

    @Override
    public void onClosed(int code, String reason) {
      log.add("closed " + code + " " + reason);
      duringClosed.run();
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
