package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The other sides of hostile sockets. Each has a valid token: without one it is refused at the
 * handshake. Two of them say something, on a thread of their own.
 */
final class Attackers implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int SMALL_BUFFER_BYTES = 4 * 1024;

  private final Callers callers;
  private final List<CarrierCall> sockets = new ArrayList<>();
  private final Findings flooder = new Findings();
  private int next = Frames.FIRST_UNMEASURED;
  private volatile boolean closed;

  Attackers(Callers callers) {
    this.callers = callers;
  }

  /** Sends frames as fast as they are taken, until it is told to stop. */
  void flood() throws IOException, InterruptedException {
    CarrierCall call = open();
    call.channel.configureBlocking(false);
    call.begin(ByteBuffer.allocateDirect(BUFFER_BYTES));
    byte[] shared = new byte[BUFFER_BYTES];
    start(
        "flooder",
        () -> {
          boolean open = true;
          while (!closed && open && flooder.closings.isEmpty()) {
            flood(call);
            open = call.read(flooder, shared);
          }
        });
  }

  private static void flood(CarrierCall call) {
    try {
      call.say(System.nanoTime());
    } catch (IOException e) {
      // Nothing more is taken; why is still to be read.
    }
  }

  /** Speaks as a caller does, and leaves what is sent to it where it is. */
  void readNothing() throws IOException, InterruptedException {
    CarrierCall call = open(SMALL_BUFFER_BYTES);
    call.begin(ByteBuffer.allocateDirect(BUFFER_BYTES));
    start(
        "deaf",
        () -> {
          while (!closed) {
            call.say(System.nanoTime());
            Thread.sleep(Frames.MS);
          }
        });
  }

  /** Sends half a message, first thing. */
  void sendHalfAMessage() throws IOException, InterruptedException {
    open().sayHalf(ByteBuffer.allocate(BUFFER_BYTES));
  }

  /** Begins a stream as it should, and then sends half a message. */
  void startHalfAMessage() throws IOException, InterruptedException {
    CarrierCall call = open();
    ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_BYTES);
    call.begin(shared);
    call.sayHalf(shared);
  }

  /** Opens so many sockets and says nothing. */
  void openWithoutStart(int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      open();
    }
  }

  /** With which codes the flooding socket was closed. */
  Map<Integer, Integer> toldFlooder() {
    return flooder.closings;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (CarrierCall socket : sockets) {
      socket.channel.close();
    }
  }

  private CarrierCall open() throws IOException, InterruptedException {
    return open(BUFFER_BYTES);
  }

  private CarrierCall open(int receiveBytes) throws IOException, InterruptedException {
    CarrierCall call = callers.toRouter(next++, receiveBytes);
    sockets.add(call);
    return call;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The router has cut it off, which its counters tell.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }
}
