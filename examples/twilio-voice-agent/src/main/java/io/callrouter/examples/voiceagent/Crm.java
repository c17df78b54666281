package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.openai.PhoneSessions;
import java.io.IOException;

/** Who knows the customers, and is told of every call when it is over. */
interface Crm extends PhoneSessions<PhoneSession> {
  /**
   * Takes the record and the transcript of a call, perhaps more than once; may block.
   *
   * @param callId the same each time
   * @throws IOException if they could not be taken: they are offered again
   */
  void report(String callId, JsonNode call) throws IOException, InterruptedException;
}
