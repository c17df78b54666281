package io.callrouter.testkit.twilio;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A verb that does nothing but let the caller hear something for a while. */
sealed interface Sound extends Verb permits Say, Play, Pause {
  /** Is heard until it ends or the future is complete, whichever comes first. */
  void playUntil(CompletableFuture<?> interruption, LiveCall call)
      throws CallOver, InterruptedException;

  @Override
  default @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.answer();
    playUntil(new CompletableFuture<>(), call);
    return null;
  }
}
