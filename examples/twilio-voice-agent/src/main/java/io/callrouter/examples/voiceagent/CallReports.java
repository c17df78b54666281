package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallListener;
import io.callrouter.call.CallRecord;
import io.callrouter.call.RecordSink;
import io.callrouter.examples.phone.RecordJson;
import io.callrouter.openai.AgentEvent;
import io.callrouter.openai.AgentListener;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes each call's conversation down while it lasts, and gives it to the CRM with the record once
 * the call is over.
 */
final class CallReports implements CallListener, AgentListener, RecordSink {
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
  private final Crm crm;
  private final Timekeeper time;

  CallReports(Crm crm, Timekeeper time) {
    this.crm = crm;
    this.time = time;
  }

  @Override
  public void onEvent(Call call, CallEvent event) {
    if (event.kind() == CallEvent.Kind.ARRIVED) {
      conversations.put(call.id(), new Conversation(call.facts().arrivedAt()));
    }
  }

  @Override
  public void onEvent(Call call, AgentEvent event) {
    Conversation conversation = conversations.get(call.id());
    if (conversation != null) {
      conversation.add(time.now(), event);
    }
  }

  /** A call of which this node heard nothing, after a restart for example, has a record only. */
  @Override
  public void accept(CallRecord record) throws IOException, InterruptedException {
    ObjectNode report = RecordJson.of(record);
    for (int i = 0; i < record.recordings().size(); i++) {
      ((ObjectNode) report.path("recordings").get(i))
          .put("uri", record.recordings().get(i).uri().toString());
    }
    Conversation conversation = conversations.get(record.call().id());
    if (conversation != null) {
      conversation.writeTo(report);
    }
    crm.report(record.call().id(), report);
    conversations.remove(record.call().id());
  }
}
