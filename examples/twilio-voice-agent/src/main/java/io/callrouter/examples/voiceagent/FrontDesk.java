package io.callrouter.examples.voiceagent;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Match;
import io.callrouter.openai.AgentListener;
import io.callrouter.openai.OpenAiAgent;
import io.callrouter.openai.ToolSource;
import io.callrouter.time.Timekeeper;
import java.util.List;

/** The router of the front desk: its agent, its lines, its recorder, and who is told of calls. */
final class FrontDesk {
  /** The tap that records. */
  static final String RECORDER = "recorder";

  private final DeskSettings settings;
  private final List<Line> lines;
  private final Crm crm;
  private final Timekeeper time;

  /**
   * A desk that takes no calls yet.
   *
   * @param time closed by whoever made it
   */
  FrontDesk(DeskSettings settings, List<Line> lines, Crm crm, Timekeeper time) {
    this.settings = settings;
    this.lines = lines;
    this.crm = crm;
    this.time = time;
  }

  /**
   * Describes the router; it lacks its carrier and, where calls are recorded, the recorder.
   *
   * @param experts whose tools the agent may use
   * @param listener is told of conversations beside the log and the CRM
   * @param recorded whether there is a tap {@link #RECORDER}
   */
  CallRouterBuilder router(
      String apiKey, List<ToolSource> experts, AgentListener listener, boolean recorded) {
    CallLog log = new CallLog();
    CallReports reports = new CallReports(crm, time);
    AgentListener all =
        (call, event) -> {
          log.onEvent(call, event);
          reports.onEvent(call, event);
          listener.onEvent(call, event);
        };
    DeskAgent agent = new DeskAgent(settings, apiKey, lines, crm, experts, all);
    CallRouterBuilder router =
        CallRouter.builder()
            .timekeeper(time)
            .healthPages()
            .endpoint(DeskAgent.ENDPOINT, OpenAiAgent.factory(agent::config))
            .listener(log)
            .listener(reports)
            .recordSink("crm", reports);
    for (Line line : lines) {
      router.route(
          line.name(),
          line.isForAnyNumber() ? Match.any() : Match.to(line.number()),
          new DeskFlow(line, settings.humanNumber(), recorded));
    }
    return router;
  }
}
