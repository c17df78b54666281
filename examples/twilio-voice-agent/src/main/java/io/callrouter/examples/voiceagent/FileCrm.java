package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.callrouter.call.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The customers of the demo, and a folder with a file for each call. */
final class FileCrm implements Crm {
  private static final Logger log = LoggerFactory.getLogger(FileCrm.class);

  private final Map<String, PhoneSession> customers;
  private final Path calls;

  private FileCrm(Map<String, PhoneSession> customers, Path calls) {
    this.customers = customers;
    this.calls = calls;
  }

  /**
   * Reads the customers.
   *
   * @param calls made when it is needed
   */
  static FileCrm open(Path calls) throws IOException {
    try (InputStream json = FileCrm.class.getResourceAsStream("customers.json")) {
      var type = new TypeReference<Map<String, PhoneSession>>() {};
      return new FileCrm(JsonMapper.builder().build().readValue(json, type), calls);
    }
  }

  @Override
  public @Nullable PhoneSession find(String callerNumber, Call call) {
    return customers.get(callerNumber);
  }

  /** The file is there whole or not at all. */
  @Override
  public void report(String callId, JsonNode call) throws IOException {
    Files.createDirectories(calls);
    Path file = calls.resolve(callId + ".json");
    Path begun = calls.resolve(callId + ".begun");
    Files.writeString(begun, call.toPrettyString());
    Files.move(begun, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    log.info("call {}: record and transcript are in {}", callId, file);
  }
}
