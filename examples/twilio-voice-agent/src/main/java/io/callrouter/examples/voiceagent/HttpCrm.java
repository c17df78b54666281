package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.Call;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CRM behind HTTP: {@code GET /customers?phone=…} gives a {@link PhoneSession} as JSON, or 404;
 * {@code PUT /calls/{id}} takes what is left of a call. PUT, since a call may be told of twice.
 */
final class HttpCrm implements Crm {
  private static final Logger log = LoggerFactory.getLogger(HttpCrm.class);
  private static final Duration LONGEST_LOOK_UP = Duration.ofSeconds(2);
  private static final Duration LONGEST_REPORT = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;

  private final HttpClient client;
  private final String base;
  private final ObjectMapper json = new ObjectMapper();

  HttpCrm(URI base) {
    this.client = HttpClient.newBuilder().connectTimeout(LONGEST_LOOK_UP).build();
    this.base = base.toString().replaceFirst("/+$", "");
  }

  @Override
  public @Nullable PhoneSession find(String callerNumber, Call call)
      throws IOException, InterruptedException {
    if (callerNumber.isEmpty()) {
      return null;
    }
    String number = URLEncoder.encode(callerNumber, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/customers?phone=" + number))
            .timeout(LONGEST_LOOK_UP)
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == NOT_FOUND) {
      return null;
    }
    requireSuccess(answer, "a customer");
    return json.readValue(answer.body(), PhoneSession.class);
  }

  @Override
  public void report(String callId, JsonNode call) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/calls/" + callId))
            .timeout(LONGEST_REPORT)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(call.toString()))
            .build();
    requireSuccess(client.send(request, HttpResponse.BodyHandlers.ofString()), "a call");
    log.info("call {}: the CRM has record and transcript", callId);
  }

  private static void requireSuccess(HttpResponse<?> answer, String asked) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the CRM answered " + answer.statusCode() + " about " + asked);
    }
  }
}
