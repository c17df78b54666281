package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.CallEndedException;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with every fault: nothing is done twice, and who waits learns what happened. */
class FaultRunTest {
  private static final TelnyxOptions OPTIONS = TelnyxRequests.options().build();

  private final ManualTimekeeper time = Timekeeper.manual();
  private final CountingCarrier carrier = new CountingCarrier(time::now);
  private int exchanges;

  @AfterEach
  void close() {
    time.close();
  }

  static Stream<Arguments> operationsAndFaults() {
    return Arrays.stream(Operation.values())
        .flatMap(
            operation ->
                Arrays.stream(Fault.values()).map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("operationsAndFaults")
  void faultThatPassesIsOvercomeWithOneEffect(Operation operation, Fault fault) {
    Operation.Commands commands = commands(fault, 1);
    if (fault.isOvercome()) {
      operation.run(commands);
      assertEquals(1, carrier.effects());
      assertEquals(2, exchanges);
    } else {
      assertThrows(fault.outcome(), () -> operation.run(commands));
      assertEquals(0, carrier.effects());
      assertEquals(1, exchanges);
    }
    assertBounded(operation);
  }

  @ParameterizedTest
  @MethodSource("operationsAndFaults")
  void faultThatStaysIsToldAndHasNoSecondEffect(Operation operation, Fault fault) {
    Operation.Commands commands = commands(fault, Integer.MAX_VALUE);
    assertThrows(fault.outcome(), () -> operation.run(commands));
    assertEquals(fault.effects(), carrier.effects());
    assertBounded(operation);
  }

  @ParameterizedTest
  @MethodSource("operationsAndFaults")
  void commandHandedOverAgainHasNoSecondEffect(Operation operation, Fault fault) {
    Operation.Commands broken = commands(fault, Integer.MAX_VALUE);
    assertThrows(fault.outcome(), () -> operation.run(broken));
    operation.run(commands(fault, 0));
    assertEquals(1, carrier.effects());
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void refusalIsNotTriedAgain(Operation operation) {
    Operation.Commands commands =
        commands(answering(422, ScriptedHttp.error("10015", "Bad value", "")));
    assertThrows(CarrierRefusedException.class, () -> operation.run(commands));
    assertEquals(1, exchanges);
  }

  @ParameterizedTest
  @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "DROP")
  void callThatIsOverIsToldAtOnce(Operation operation) {
    Operation.Commands commands =
        commands(answering(422, ScriptedHttp.error("90018", "Call has already ended", "")));
    assertThrows(CallEndedException.class, () -> operation.run(commands));
    assertEquals(1, exchanges);
  }

  private CarrierHttp answering(int status, String body) {
    return (request, limit) -> {
      exchanges++;
      return ScriptedHttp.answerOf(status, body, Map.of());
    };
  }

  /** A way to Telnyx that fails so many times. */
  private Operation.Commands commands(Fault fault, int times) {
    exchanges = 0;
    return commands(
        (request, limit) -> {
          exchanges++;
          return exchanges <= times ? fail(fault, request, limit) : carrier.take(request);
        });
  }

  private CarrierHttp.Answer fail(Fault fault, CarrierHttp.Request request, Duration limit)
      throws IOException {
    return fault.exchange(new Fault.Exchange(request, limit, carrier, time));
  }

  private Operation.Commands commands(CarrierHttp http) {
    return new Operation.Commands(
        new TelnyxClient(http, OPTIONS, time, new Backoff(() -> 0)), OPTIONS);
  }

  private void assertBounded(Operation operation) {
    Duration elapsed = Duration.ofNanos(time.nanoTime());
    Duration lookUp = operation == Operation.DIAL ? TelnyxClient.EXCHANGE_LIMIT : Duration.ZERO;
    Duration limit = OPTIONS.commandTimeout().plus(lookUp);
    assertTrue(elapsed.compareTo(limit) <= 0, () -> "took " + elapsed);
  }
}
