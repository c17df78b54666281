package io.callrouter.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;

/** When what one call and its model last said was read. May be used by any threads. */
final class AgentStamps {
  private static final int KEPT = 64;
  private static final String PAYLOAD = "\"payload\":\"";
  private static final String APPEND = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"";
  private static final int APPEND_OF_A_FRAME = APPEND.length() + 4 * 54 + 2;
  private static final String DELTA = "{\"type\":\"response.output_audio.delta\"";
  private static final String ITEM = "\"item_id\":\"";
  private static final long NONE = 0;

  private final AgentTimes times;
  private final long[] readNanos = new long[KEPT]; // of the thread that reads from the carrier
  private final int[] numbers = new int[KEPT];
  private final AtomicLong answerNanos = new AtomicLong(NONE);
  private String item = ""; // of the thread that reads from the model

  AgentStamps(AgentTimes times) {
    this.times = times;
  }

  /** A message of the carrier was read. */
  void fromCarrier(String message) {
    int at = message.indexOf(PAYLOAD);
    if (at >= 0) {
      int number = QuietNumber.read(message, at + PAYLOAD.length());
      numbers[number % KEPT] = number;
      readNanos[number % KEPT] = System.nanoTime();
    }
  }

  /** A message is about to be handed to the model's socket; on the thread that read the frame. */
  void toModel(String message) {
    if (message.length() == APPEND_OF_A_FRAME && message.startsWith(APPEND)) {
      int number = QuietNumber.read(message, APPEND.length());
      if (numbers[number % KEPT] == number) {
        times.toModel.add(System.nanoTime() - readNanos[number % KEPT]);
      }
    }
  }

  /** A message of the model was read. */
  void fromModel(String message) {
    if (message.startsWith(DELTA)) {
      long now = System.nanoTime();
      int at = message.indexOf(ITEM) + ITEM.length();
      if (!message.startsWith(item, at) || item.isEmpty()) {
        item = message.substring(at, message.indexOf('"', at));
        answerNanos.set(now);
      }
    }
  }

  /** A message is about to be handed to the carrier's socket. */
  void toCarrier(String message) {
    if (answerNanos.get() != NONE && message.contains(PAYLOAD)) {
      long read = answerNanos.getAndSet(NONE);
      if (read != NONE) {
        times.toCarrier.add(System.nanoTime() - read);
      }
    }
  }
}
