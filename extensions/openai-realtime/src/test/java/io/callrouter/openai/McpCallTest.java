package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Call;
import io.callrouter.call.EndCause;
import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.openai.mcp.McpServer;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.peer.NodeProgram;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Turn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole calls whose agent uses an MCP server that is not ours. */
class McpCallTest {
  private final List<Turn> turns = new CopyOnWriteArrayList<>();
  private final Set<Long> before = children();

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** One that was killed is given the time to die. */
  private void nothingIsLeft() throws Exception {
    for (ProcessHandle each : ProcessHandle.current().children().toList()) {
      if (!before.contains(each.pid())) {
        each.onExit().get(5, TimeUnit.SECONDS);
      }
    }
  }

  private static McpServer program() throws Exception {
    return McpServer.stdio("everything", NodeLibrary.MCP.command("stdio.cjs", List.of()));
  }

  /** The caller is greeted, and what he says then has the model call a tool and tell the result. */
  private Simulation simulation(ToolSource source, String tool, String arguments) {
    Simulation simulation = new Simulation(Simulation.Carrier.TWILIO, it -> it.toolSources(source));
    simulation.model.answering(turn -> answer(turn, Answer.calls(tool, arguments)));
    return simulation;
  }

  private Answer answer(Turn turn, Answer call) {
    turns.add(turn);
    if (!turn.toolResults().isEmpty()) {
      return Answer.says(turn.toolResults().get(0).output());
    }
    return turn.number() == 1 ? Answer.says("Hello.") : call;
  }

  private static List<String> said(Simulation simulation) {
    return simulation.events(AgentEvent.AgentSaid.class).stream()
        .map(AgentEvent.AgentSaid::text)
        .toList();
  }

  private static List<ToolOutcome> outcomes(Simulation simulation) {
    return simulation.events(AgentEvent.ToolCalled.class).stream()
        .map(AgentEvent.ToolCalled::outcome)
        .toList();
  }

  @Test
  void theCallerHearsWhatAToolOfAProgramSaysAndTheProgramEndsWithTheCall() throws Exception {
    try (Simulation here = simulation(program(), "echo", "{\"message\":\"room 12\"}")) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(8));
      assertEquals(List.of("Hello.", "Echo: room 12"), said(here));
      assertEquals(List.of(ToolOutcome.DONE), outcomes(here));
      assertEquals(1, children().size() - before.size());

      caller.hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      nothingIsLeft();
    }
  }

  @Test
  void theCallerHearsWhatAToolBehindHttpSays() throws Exception {
    try (NodeProgram http = NodeLibrary.MCP.start("http.cjs", List.of())) {
      McpServer server =
          McpServer.http("everything", URI.create("http://127.0.0.1:" + http.firstLine() + "/mcp"));
      try (Simulation here =
          simulation(server.onlyTools("get-sum"), "get-sum", "{\"a\":4,\"b\":38}")) {
        SimulatedCaller caller = here.call();
        caller.silentFor(Duration.ofSeconds(3)).speak(Voice.vowel(800));
        caller.silentFor(Duration.ofSeconds(8)).hangUp().untilIdle();
        assertEquals(List.of("get-sum"), turns.get(1).tools());
        assertEquals(List.of("Hello.", "The sum of 4 and 38 is 42."), said(here));
      }
    }
  }

  @Test
  void aServerThatComesTenSecondsLateDelaysNoGreetingAndItsToolsWorkAfterwards() throws Exception {
    Late late = new Late(program());
    try (Simulation here = simulation(late, "echo", "{\"message\":\"at last\"}")) {
      late.simulation = here;
      here.model.firstOutput(Duration.ZERO);
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(8));
      assertEquals(List.of("Hello."), said(here));
      assertEquals(Duration.ZERO, here.model.session().responses().get(0).at());
      assertEquals(List.of(), turns.get(0).tools());

      caller.silentFor(Duration.ofSeconds(4)).speak(Voice.vowel(800));
      caller.silentFor(Duration.ofSeconds(8)).hangUp().untilIdle();
      assertEquals(List.of("Hello.", "Echo: at last"), said(here));
      Duration ready = here.events(AgentEvent.ToolsReady.class).get(0).after();
      assertEquals(Duration.ofSeconds(10), ready);
    }
  }

  @Test
  void aServerThatIsKilledInACallIsSpokenAboutAndTheCallGoesOn() throws Exception {
    try (Simulation here = simulation(program(), "echo", "{\"message\":\"gone\"}")) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3));
      for (long pid : children()) {
        if (!before.contains(pid)) {
          ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
          child.destroyForcibly();
          child.onExit().get();
        }
      }
      caller.speak(Voice.vowel(800)).silentFor(Duration.ofSeconds(8));
      assertEquals(List.of(ToolOutcome.FAILED), outcomes(here));
      String told = turns.get(2).toolResults().get(0).output();
      assertTrue(told.contains("MCP server everything"), told);
      assertEquals(2, said(here).size());

      caller.hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      nothingIsLeft();
    }
  }

  @Test
  void aProgramThatDoesNotExistIsNamedAndTheCallGoesOnWithoutIt() {
    McpServer none = McpServer.stdio("crm", List.of("no-such-program"));
    try (Simulation here = simulation(none, "echo", "{}")) {
      SimulatedCaller caller = here.call();
      caller.silentFor(Duration.ofSeconds(3)).hangUp().untilIdle();
      assertEquals(List.of("Hello."), said(here));
      String reason = here.events(AgentEvent.ToolsMissing.class).get(0).reason();
      assertTrue(reason.startsWith("MCP server crm: 'no-such-program' cannot be started"), reason);
    }
  }

  /** A server that begins only after 10 s of the call. */
  private static final class Late implements ToolSource {
    private static final Duration BY = Duration.ofSeconds(10);

    private final ToolSource server;
    private Simulation simulation;

    Late(ToolSource server) {
      this.server = server;
    }

    @Override
    public String name() {
      return server.name();
    }

    @Override
    public Opened open(Call call) throws Exception {
      try {
        simulation.time.await(new CompletableFuture<>(), BY);
      } catch (TimeoutException e) {
        return server.open(call);
      }
      throw new AssertionError();
    }
  }
}
