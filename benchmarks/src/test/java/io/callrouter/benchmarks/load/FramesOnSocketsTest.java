package io.callrouter.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesOnSocketsTest {
  private static final int[] LENGTHS = {0, 1, 125, 126, 127, 300, 5000};

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAClientOrAServerWritesIsReadHoweverItIsCut(boolean client) throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel out = SocketChannel.open(listening.getLocalAddress());
          SocketChannel in = listening.accept()) {
        ByteBuffer room = ByteBuffer.allocate(8192);
        SocketWriter writer =
            client ? SocketWriter.ofClient(out, room) : SocketWriter.ofServer(out, room);
        FrameReader reader = new FrameReader();
        byte[] shared = new byte[6000];
        int[] read = {0};
        for (int length : LENGTHS) {
          writer.write(SocketWriter.TEXT, payload(length), length);
        }
        while (read[0] < LENGTHS.length) {
          assertTrue(
              reader.read(
                  in,
                  shared,
                  (opcode, bytes, from, to) -> {
                    assertEquals(SocketWriter.TEXT, opcode);
                    byte[] expected = payload(LENGTHS[read[0]++]);
                    assertArrayEquals(expected, Arrays.copyOfRange(bytes, from, to));
                  }));
        }
        out.shutdownOutput();
        assertFalse(reader.read(in, shared, (opcode, bytes, from, to) -> {}));
      }
    }
  }

  private static byte[] payload(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (7 * i + length);
    }
    return payload;
  }
}
