package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Target;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.testkit.telnyx.TelnyxCommand;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Something goes wrong with one request of a call: nothing is done twice, and no record is lost.
 */
@ParameterizedClass
@EnumSource(TelnyxFaultRunTest.Fault.class)
class TelnyxFaultRunTest {
  private static final String SALES = "+14155550122";

  private final Fault fault;
  private final TelnyxOffice office = new TelnyxOffice(TelnyxFaultRunTest::routes);

  TelnyxFaultRunTest(Fault fault) {
    this.fault = fault;
  }

  /** What can go wrong. */
  enum Fault {
    REFUSED,
    SILENT_BEFORE,
    SILENT_AFTER,
    RESET_BEFORE,
    RESET_AFTER,
    ERROR_BEFORE,
    ERROR_AFTER,
    RATE_LIMITED,
    RATE_LIMITED_WITH_RETRY_AFTER,
    SLOW_BODY,
    GARBAGE;

    RestFault scripted() {
      return switch (this) {
        case REFUSED -> RestFault.refusesConnection();
        case SILENT_BEFORE -> RestFault.silentBefore();
        case SILENT_AFTER -> RestFault.silentAfter();
        case RESET_BEFORE -> RestFault.resetsBefore();
        case RESET_AFTER -> RestFault.resetsAfter();
        case ERROR_BEFORE -> RestFault.fails(500);
        case ERROR_AFTER -> RestFault.failsAfter(504);
        case RATE_LIMITED -> RestFault.rateLimited(Duration.ofSeconds(1));
        case RATE_LIMITED_WITH_RETRY_AFTER ->
            RestFault.rateLimitedWithRetryAfter(Duration.ofSeconds(1));
        case SLOW_BODY -> RestFault.slowBody(Duration.ofSeconds(1));
        case GARBAGE -> RestFault.garbage();
      };
    }
  }

  private static CallRouterBuilder routes(CallRouterBuilder builder) {
    return builder.route(
        "all",
        Match.to(VirtualOffice.OFFICE),
        flow -> {
          flow.run(Action.gather("Press one.").digits(1));
          flow.run(Action.dial(Target.phone(SALES)));
          flow.run(Action.say("Goodbye."));
        });
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"answer", "gather_using_speak", "dial", "bridge", "speak", "hangup"})
  void nothingIsDoneTwiceAndNoRecordIsLost(String operation) {
    office.telnyx.next(operation, fault.scripted());
    TelnyxCaller caller = office.caller().answers(SALES, Duration.ofSeconds(30)).start();
    caller.press("1").untilIdle();
    assertTrue(caller.until(caller::isOver, Duration.ofMinutes(10)), () -> commands().toString());
    caller.untilIdle();
    assertEquals(0, office.telnyx.pendingFaults(), "nothing went wrong");
    assertEquals(1, recordsOf(caller), () -> office.records.toString());
    assertEquals(legs(), office.records.size(), () -> office.records.toString());
    assertEquals(List.of(), twice(), () -> commands().toString());
    assertTrue(
        commands().stream().filter(command -> command.name().equals("dial")).count() <= 1,
        () -> commands().toString());
  }

  private long legs() {
    return office.records.stream().map(record -> record.call().carrierId()).distinct().count();
  }

  private long recordsOf(TelnyxCaller caller) {
    return office.records.stream()
        .filter(record -> record.call().carrierId().equals(caller.carrierId()))
        .count();
  }

  /** The commands that had their effect. */
  private List<TelnyxCommand> commands() {
    return office.telnyx.commands().stream().filter(TelnyxCommand::isDone).toList();
  }

  /** What was done more than once on the same leg; a leg that is over does nothing. */
  private List<String> twice() {
    return commands().stream()
        .collect(
            Collectors.groupingBy(
                command -> command.name() + " " + command.callControlId(), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(done -> done.getValue() > 1)
        .map(done -> done.getKey())
        .toList();
  }
}
