package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation over real sockets that break: one effect, and no connection left over. */
class SocketFaultRunTest {
  /** Real time, for exchanges that are to run into it; the waits between tries are virtual. */
  private static final Duration SHORT = Duration.ofMillis(60);

  private static final Duration LONG = Duration.ofSeconds(10);

  /** Counts a command's exchanges, so that one which arrives late is broken all the same. */
  private static final String EXCHANGE = "x-exchange";

  /** What a server does instead of answering; the command has taken effect by then. */
  enum SocketFault {
    RESET {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.reset(socket);
      }
    },
    CLOSED {
      @Override
      void answer(Socket socket) throws IOException {
        socket.close();
      }
    },
    HALF_AN_ANSWER {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":");
        socket.close();
      }
    },
    NO_HTTP {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.write(socket, "220 mail.example.test ESMTP\r\n\r\n");
        socket.close();
      }
    },
    SILENCE {
      @Override
      void answer(Socket socket) {}
    },
    SLOW_BODY {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        socket.setSoTimeout(10);
        while (!isGone(socket)) {
          RawServer.write(socket, "x");
        }
      }
    },
    SERVER_ERROR {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.write(socket, RawServer.answer(500, "oh"));
      }
    },
    RATE_LIMIT {
      @Override
      void answer(Socket socket) throws IOException {
        RawServer.write(socket, RawServer.answer(429, "{}", "Retry-After: 2"));
      }
    };

    abstract void answer(Socket socket) throws IOException;

    private static boolean isGone(Socket socket) throws IOException {
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }
  }

  private final ManualTimekeeper time = Timekeeper.manual();
  private final OkHttpCarrierHttp http = new OkHttpCarrierHttp();
  private final AtomicInteger exchanges = new AtomicInteger();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer((request, socket) -> {});
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
    time.close();
  }

  @ParameterizedTest
  @EnumSource(SocketFault.class)
  void everyOperationOvercomesOneBrokenExchangeWithOneEffect(SocketFault fault) throws Exception {
    for (Operation operation : Operation.values()) {
      CountingCarrier carrier = serve(fault, 1);
      operation.run(commands(1));
      assertEquals(1, carrier.effects(), operation::name);
      assertEquals(2, exchanges.get(), operation::name);
      assertTrue(http.openConnections() <= 1, () -> operation + ": " + http.openConnections());
    }
    http.close();
    assertTrue(server.awaitNoConnection());
    assertEquals(0, http.openConnections());
  }

  @ParameterizedTest
  @EnumSource(
      value = SocketFault.class,
      names = {"RESET", "HALF_AN_ANSWER", "SILENCE", "SLOW_BODY"})
  void whatStaysBrokenStaysUnknownWithOneEffect(SocketFault fault) throws Exception {
    CountingCarrier carrier = serve(fault, Integer.MAX_VALUE);
    assertThrows(
        OutcomeUnknownException.class, () -> Operation.DIAL.run(commands(Integer.MAX_VALUE)));
    assertEquals(1, carrier.effects());
    http.close();
    assertTrue(server.awaitNoConnection());
  }

  @Test
  void nobodyThereIsUnreachable() throws IOException {
    int port = server.url("/").getPort();
    server.close();
    // The port stays taken: a connection from that very port to itself would be answered.
    try (Socket taken = new Socket()) {
      taken.setReuseAddress(true);
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      for (Operation operation : Operation.values()) {
        assertThrows(CarrierUnreachableException.class, () -> operation.run(commands(0)));
      }
    }
    assertEquals(0, http.openConnections());
  }

  /** A server that breaks so many exchanges after it has done what it was asked. */
  private CountingCarrier serve(SocketFault fault, int times) {
    CountingCarrier carrier = new CountingCarrier(time::now);
    server.handle(
        (request, socket) -> {
          CarrierHttp.Answer answer = carrier.take(toRequest(request));
          if (Integer.parseInt(request.headers().get(EXCHANGE)) <= times) {
            fault.answer(socket);
          } else {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            RawServer.write(socket, RawServer.answer(answer.status(), body));
          }
        });
    return carrier;
  }

  private CarrierHttp.Request toRequest(RawServer.Received request) {
    return new CarrierHttp.Request(
        request.method(),
        server.url(request.path()),
        Map.of(),
        request.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The limit is short only where it is to be met, since a busy machine may be slow. */
  private Operation.Commands commands(int broken) {
    TelnyxOptions options = TelnyxRequests.options().apiUrl(server.url("/v2").toString()).build();
    exchanges.set(0);
    CarrierHttp impatient =
        (request, limit) -> {
          int exchange = exchanges.incrementAndGet();
          return http.send(numbered(request, exchange), exchange <= broken ? SHORT : LONG);
        };
    return new Operation.Commands(
        new TelnyxClient(impatient, options, time, new Backoff(() -> 0)), options);
  }

  private static CarrierHttp.Request numbered(CarrierHttp.Request request, int exchange) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put(EXCHANGE, String.valueOf(exchange));
    return new CarrierHttp.Request(request.method(), request.url(), headers, request.body());
  }
}
