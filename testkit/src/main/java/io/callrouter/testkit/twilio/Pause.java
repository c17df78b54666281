package io.callrouter.testkit.twilio;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits in silence; as the first verb it lets the phone ring on. */
record Pause(Duration length) implements Sound {
  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    playUntil(new CompletableFuture<>(), call);
    return null;
  }

  @Override
  public void playUntil(CompletableFuture<?> interruption, LiveCall call)
      throws CallOver, InterruptedException {
    call.waitFor(interruption, length);
  }
}
