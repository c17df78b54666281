package io.callrouter.benchmarks.load;

import io.callrouter.testkit.openai.SimulatedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The sockets of a simulated model: one thread that looks at them once a ms.
 *
 * <p>A thread that is woken for each message would cost its sender more than the sending: the
 * model's thread is woken, and takes the sender's core, at the sender's expense. In the field the
 * two do not share a machine.
 */
final class ModelSockets implements AutoCloseable {
  private static final long TICK_NANOS = 1_000_000;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final SimulatedModel model;
  private final Selector selector;
  private final ServerSocketChannel listening;
  private final byte[] reading = new byte[BUFFER_BYTES];
  private final Thread thread = new Thread(this::run, "model-sockets");
  private volatile boolean closed;

  /** Listens on a free port of the loopback address. */
  ModelSockets(SimulatedModel model) throws IOException {
    this.model = model;
    this.selector = Selector.open();
    this.listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.socket().getLocalPort();
  }

  /** Closes them all. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      try {
        selector.selectNow(this::take);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void take(SelectionKey key) {
    try {
      if (key.attachment() instanceof ModelSocket socket) {
        socket.read(reading);
      } else {
        accept();
      }
    } catch (IOException e) {
      key.cancel(); // The client is gone.
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listening.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new ModelSocket(channel, model));
    }
  }
}
