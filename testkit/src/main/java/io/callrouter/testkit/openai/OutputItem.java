package io.callrouter.testkit.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An output item of a response while it is made. */
interface OutputItem {
  /** The item itself. */
  Item item();

  /** Says that it is there. */
  void open();

  /** Says its next piece, and how long the one after takes; null if there was none left. */
  @Nullable Duration next();

  /**
   * Says that it is over.
   *
   * @param status {@code completed}, or {@code incomplete} if it was cut short
   */
  void close(String status);
}
