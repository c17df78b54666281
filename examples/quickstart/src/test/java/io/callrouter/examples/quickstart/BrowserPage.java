package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a browser does on a line of the phone, without the browser. */
final class BrowserPage implements WebSocket.Listener, AutoCloseable {
  private static final long LONGEST_WAIT_S = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebSocket socket;
  private final Timer microphone = new Timer("microphone", true);
  private final StringBuilder begun = new StringBuilder();
  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final List<JsonNode> told = new ArrayList<>(); // guarded by this
  private final List<Frame> heard = new ArrayList<>(); // guarded by this
  private int tones; // guarded by this

  /** A frame of what the caller heard. */
  @SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
  record Frame(long atMs, short[] samples) {}

  BrowserPage(HttpClient client, URI page) {
    URI line = URI.create("ws://" + page.getRawAuthority() + "/phone/line");
    socket =
        client
            .newWebSocketBuilder()
            .header("Origin", "http://" + page.getRawAuthority())
            .buildAsync(line, this)
            .join();
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  void call(String carrier, String agent, String... misbehaviours) {
    List<String> names = List.of(misbehaviours);
    send(
        JSON.createObjectNode()
            .put("type", "call")
            .put("carrier", carrier)
            .put("agent", agent)
            .set("misbehaviours", JSON.valueToTree(names))
            .toString());
  }

  void press(String key) {
    send("{\"type\":\"key\",\"key\":\"" + key + "\"}");
  }

  void hangUp() {
    send("{\"type\":\"hang-up\"}");
  }

  private void say(short[] frame) {
    ByteBuffer pcm = ByteBuffer.allocate(2 * frame.length).order(ByteOrder.LITTLE_ENDIAN);
    pcm.asShortBuffer().put(frame);
    // The JDK's masking reads eight bytes at once, in the order of the buffer it is given.
    socket.sendBinary(ByteBuffer.wrap(pcm.array()), true).join();
  }

  /** From now on a tone is in the microphone. */
  void sing() {
    short[] frame = Tone.frame();
    TimerTask next =
        new TimerTask() {
          @Override
          public void run() {
            say(frame);
          }
        };
    microphone.scheduleAtFixedRate(next, 0, 20);
  }

  void sendBinary(int bytes) {
    socket.sendBinary(ByteBuffer.allocate(bytes), true).join();
  }

  /** Waits for a message of that type. */
  JsonNode await(String type) throws InterruptedException {
    return await(type, message -> true);
  }

  /** Waits for a message; fails with all there were if it does not come. */
  synchronized JsonNode await(String type, Predicate<JsonNode> which) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_S);
    while (true) {
      for (JsonNode message : told) {
        if (message.path("type").asText().equals(type) && which.test(message)) {
          return message;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return fail("no such " + type + " in " + told);
      }
      wait(left);
    }
  }

  /** Waits until so many frames of nothing but the tone were heard. */
  synchronized void awaitTones(int frames) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_S);
    while (tones < frames) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        fail(tones + " of " + heard.size() + " frames are the tone; told " + told);
      }
      wait(left);
    }
  }

  /** The code with which the server closed the line. */
  int closeCode() throws Exception {
    return closed.get(LONGEST_WAIT_S, TimeUnit.SECONDS);
  }

  synchronized List<JsonNode> told() {
    return List.copyOf(told);
  }

  synchronized List<Frame> heard() {
    return List.copyOf(heard);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    begun.append(data);
    if (last) {
      take(begun.toString());
      begun.setLength(0);
    }
    from.request(1);
    return null;
  }

  private synchronized void take(String message) {
    try {
      told.add(JSON.readTree(message));
      notifyAll();
    } catch (JsonProcessingException e) {
      throw new AssertionError(message, e);
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] piece = new byte[data.remaining()];
    data.get(piece);
    audio.writeBytes(piece);
    if (last) {
      hear(ByteBuffer.wrap(audio.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
      audio.reset();
    }
    from.request(1);
    return null;
  }

  private synchronized void hear(ByteBuffer message) {
    long at = Integer.toUnsignedLong(message.getInt());
    short[] samples = new short[message.remaining() / 2];
    message.asShortBuffer().get(samples);
    heard.add(new Frame(at, samples));
    tones += Tone.isIn(samples) ? 1 : 0;
    notifyAll();
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  /** As when the tab is closed. */
  @Override
  public void close() {
    microphone.cancel();
    socket.abort();
  }
}
