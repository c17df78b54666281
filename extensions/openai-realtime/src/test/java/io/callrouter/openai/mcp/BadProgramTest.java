package io.callrouter.openai.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.openai.mcp.BadServer.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that misbehave; after each, no process and no thread of theirs is left. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadProgramTest {
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final String US = "MCP server bad: ";

  private Set<Long> before;
  private Set<Thread> threadsBefore;

  @BeforeEach
  void count() {
    before = children();
    threadsBefore = Thread.getAllStackTraces().keySet();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("callrouter-mcp-") && !threadsBefore.contains(thread)) {
        thread.join(5000);
        assertFalse(thread.isAlive(), () -> Arrays.toString(thread.getStackTrace()));
      }
    }
    Set<Long> left = children();
    left.removeAll(before);
    for (long pid : left) { // one that was killed is given the time to die
      Optional<ProcessHandle> dying = ProcessHandle.of(pid);
      if (dying.isPresent()) {
        dying.get().onExit().get(5, TimeUnit.SECONDS);
      }
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static McpServer server(Fault fault) {
    return McpServer.stdio("bad", BadServer.command(fault));
  }

  private static String faultOf(McpServer server) {
    return assertThrows(ServerFault.class, server::connect).getMessage();
  }

  @Test
  void aCommandThatDoesNotExistIsNamed() {
    String fault = faultOf(McpServer.stdio("crm", List.of("no-such-program", "--stdio")));
    String named = "MCP server crm: 'no-such-program' cannot be started; check the command: ";
    assertTrue(fault.startsWith(named), fault);
    assertTrue(fault.contains("No such file or directory"), fault);
    assertEquals(1, fault.lines().count());
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS_AT_INITIALIZE", "HANGS_AT_LIST"})
  void oneThatDoesNotAnswerIsLeftAfterItsTime(Fault fault) {
    assertEquals(US + "it did not answer within 800 ms", faultOf(server(fault).openTimeout(SHORT)));
  }

  @Test
  void oneThatEndsAtOnceIsQuoted() {
    assertEquals(
        US + "it ended with exit code 7 and said: no licence found",
        faultOf(server(Fault.DIES_AT_START)));
  }

  @Test
  void oneThatSpeaksSomethingElseIsLeft() {
    assertEquals(
        US + "what it writes to its output is no MCP; check its command",
        faultOf(server(Fault.GARBAGE)));
  }

  @Test
  void linesThatAreNoMessagesArePassedOver() throws Exception {
    try (Connection connection = server(Fault.BANNER).connect()) {
      assertEquals("done", connection.call("ask", "{}"));
    }
  }

  @Test
  void endlessPagesEnd() throws Exception {
    try (Connection connection = server(Fault.ENDLESS_PAGES).connect()) {
      assertEquals(50, connection.tools().size());
      assertEquals("done", connection.call("ask", "{}"));
    }
  }

  @Test
  void toolsWithoutEndEnd() throws Exception {
    try (Connection connection = server(Fault.MANY_TOOLS).connect()) {
      assertEquals(1000, connection.tools().size());
    }
  }

  @Test
  void toolsThatAModelCannotBeGivenAreLeftOut() throws Exception {
    try (Connection connection = server(Fault.BAD_TOOLS).connect()) {
      assertEquals(
          List.of("tool a_b_c", "tool a_b_c", "tool ask"),
          connection.tools().stream().map(Object::toString).toList());
      assertEquals("done", connection.call("a.b/c", "{}"));
    }
  }

  @Test
  void aHangingCallIsGivenUp() throws Exception {
    try (Connection connection = server(Fault.HANGS_IN_CALL).callTimeout(SHORT).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it did not answer within 800 ms", fault.getMessage());
    }
  }

  @Test
  void anInterruptGivesTheCallUpAtOnce() throws Exception {
    try (Connection connection = server(Fault.HANGS_IN_CALL).connect()) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread tool =
          new Thread(
              () -> {
                begun.countDown();
                thrown.set(assertThrows(Throwable.class, () -> connection.call("ask", "{}")));
              });
      tool.start();
      assertTrue(begun.await(5, TimeUnit.SECONDS));
      tool.interrupt();
      tool.join(5000);
      assertFalse(tool.isAlive());
      assertEquals(InterruptedException.class, thrown.get().getClass());
    }
  }

  @Test
  void aCallFailsAtOnceIfTheProgramDies() throws Exception {
    try (Connection connection = server(Fault.DIES_IN_CALL).connect()) {
      for (int i = 0; i < 2; i++) {
        ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
        assertEquals(US + "it ended with exit code 9", fault.getMessage());
      }
    }
  }

  @Test
  void aCallFailsAtOnceIfTheProgramIsKilled() throws Exception {
    try (Connection connection = server(Fault.HANGS_IN_CALL).connect()) {
      Set<Long> started = children();
      started.removeAll(before);
      Thread killer =
          new Thread(
              () ->
                  started.forEach(
                      pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly)));
      killer.start();
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it ended with exit code 137", fault.getMessage());
      killer.join();
    }
  }

  @Test
  void aHugeResultIsNotRead() throws Exception {
    try (Connection connection = server(Fault.HUGE_RESULT).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it wrote a message of more than 4194304 bytes", fault.getMessage());
    }
  }

  @Test
  void oneThatFloodsIsLeft() throws Exception {
    try (Connection connection = server(Fault.FLOODS).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it sent 10000 messages unasked, and was left", fault.getMessage());
    }
  }

  @Test
  void whatItWritesToItsStandardErrorHoldsUpNothing() throws Exception {
    try (Connection connection = server(Fault.TALKATIVE).connect()) {
      assertEquals("done", connection.call("ask", "{}"));
    }
  }

  @Test
  void oneThatReadsNothingAnyMoreIsLeftAfterItsTime() throws Exception {
    String much = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
    try (Connection connection = server(Fault.DEAF).callTimeout(SHORT).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", much));
      assertEquals(US + "it did not answer within 800 ms", fault.getMessage());
    }
  }

  @Test
  void oneThatDoesNotEndIsKilled() throws Exception {
    Connection connection = server(Fault.STUBBORN).connect();
    assertEquals("done", connection.call("ask", "{}"));
    assertTimeoutPreemptively(Duration.ofSeconds(10), connection::close);
    connection.close();
  }

  @Test
  void theProgramsOfAProgramEndWithIt() throws Exception {
    List<String> shell = List.of("sh", "-c", "sleep 600 & exec \"$@\"", "sh");
    List<String> command =
        java.util.stream.Stream.concat(shell.stream(), BadServer.command(Fault.NONE).stream())
            .toList();
    try (Connection connection = McpServer.stdio("bad", command).connect()) {
      assertEquals("done", connection.call("ask", "{}"));
    }
  }
}
