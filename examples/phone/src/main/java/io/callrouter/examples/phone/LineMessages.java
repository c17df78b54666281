package io.callrouter.examples.phone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Timeline;
import io.callrouter.testkit.TimelineEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page is told, as it goes over the line. */
final class LineMessages {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int FRAME_SAMPLES = 160;
  private static final double NANOS_PER_MS = 1e6;

  private LineMessages() {}

  static String hello(
      Collection<String> carriers, Collection<Answerer> agents, boolean conversation) {
    ObjectNode message = message("hello").put("conversation", conversation);
    ArrayNode names = message.putArray("carriers");
    carriers.forEach(names::add);
    ArrayNode answering = message.putArray("agents");
    agents.forEach(
        agent -> answering.addObject().put("name", agent.name()).put("explains", agent.explains()));
    ArrayNode troubles = message.putArray("misbehaviours");
    for (Trouble trouble : Trouble.ALL) {
      troubles
          .addObject()
          .put("name", trouble.name())
          .put("title", trouble.title())
          .put("explains", trouble.explains());
    }
    return message.toString();
  }

  static String placed(String carrierId) {
    return message("placed").put("id", carrierId).toString();
  }

  static String state(String state) {
    return message("state").put("state", state).toString();
  }

  /** The address of a media socket ends with a token, which is nobody's. */
  static String carrier(TimelineEvent event) {
    boolean secret = event.kind() == TimelineEvent.Kind.SOCKET_OPEN;
    return message("carrier")
        .put("at", event.at().toMillis())
        .put("took", Math.round(event.took().toNanos() / NANOS_PER_MS * 10) / 10.0)
        .put("kind", event.kind().name())
        .put("detail", secret ? "" : event.detail())
        .toString();
  }

  static String timeline(long atMs, Timeline.Entry entry) {
    ObjectNode message = message("timeline").put("at", atMs).put("kind", entry.kind().name());
    ObjectNode details = message.putObject("details");
    TreeMap<String, String> sorted = new TreeMap<>(entry.details());
    sorted.forEach(details::put);
    String known =
        sorted.entrySet().stream()
            .map(detail -> " " + detail.getKey() + "=" + detail.getValue())
            .collect(Collectors.joining());
    String what = entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return message.put("text", what + known).toString();
  }

  /** What the agent did, in the words of whoever knows it. */
  static String agent(long atMs, Map<String, ?> news) {
    ObjectNode message = message("agent").put("at", atMs);
    message.setAll((ObjectNode) MAPPER.valueToTree(news));
    return message.toString();
  }

  static String microphone(MicrophoneQueue queue) {
    return message("microphone")
        .put("buffered", queue.bufferedMs())
        .put("dropped", queue.droppedMs())
        .toString();
  }

  /** A call of which the router knows nothing is over. */
  static String unknown() {
    return ended("UNKNOWN", MAPPER.createObjectNode(), null);
  }

  static String ended(String cause, ObjectNode record, @Nullable String recording) {
    ObjectNode message = message("ended").put("cause", cause);
    message.set("record", record);
    return message.put("recording", recording).toString();
  }

  static String problem(String text) {
    return message("problem").put("text", text).toString();
  }

  /** A frame of what the caller hears; one that is short is filled up with silence. */
  static ByteBuffer audio(long atMs, short[] frame) {
    ByteBuffer message =
        ByteBuffer.allocate(Integer.BYTES + FRAME_SAMPLES * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) atMs);
    message.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(frame);
    return message.rewind();
  }

  private static ObjectNode message(String type) {
    return MAPPER.createObjectNode().put("type", type);
  }
}
