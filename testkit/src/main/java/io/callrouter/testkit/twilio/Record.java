package io.callrouter.testkit.twilio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the caller says.
 *
 * @param maxLength the longest recording
 * @param timeout the silence that ends it
 * @param finishOnKey the keys of which any ends it; empty for none
 * @param playBeep whether a tone asks the caller to speak
 * @param trim whether silence at both ends is cut off
 * @param status who is told what became of it, or null for nobody
 * @param action asked for when it is over, unless there is nothing in it
 */
@SuppressWarnings("JavaLangClash") // The element's name.
record Record(
    Duration maxLength,
    Duration timeout,
    String finishOnKey,
    boolean playBeep,
    boolean trim,
    @Nullable RecordingStatus status,
    NextDocument action)
    implements Verb {
  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.context().voice().occupy(true);
    try {
      return new RecordingSession(this, call).run();
    } finally {
      call.context().voice().occupy(false);
    }
  }
}
