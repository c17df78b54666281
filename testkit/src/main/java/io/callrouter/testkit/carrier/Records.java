package io.callrouter.testkit.carrier;

import io.callrouter.CallRouter;
import io.callrouter.call.Call;
import io.callrouter.call.CallRecord;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the router knows of a call.
 *
 * @param instance the provider instance's id
 * @param router the router that is attached now, or null if there is none in this process
 * @since 0.1
 */
public record Records(String instance, String callSid, Supplier<@Nullable CallRouter> router) {
  /** The router's handle of it, if it knows the call. */
  public Optional<Call> call() {
    CallRouter attached = router.get();
    return attached == null ? Optional.empty() : attached.call(instance, callSid);
  }

  /** Its record, if it is closed. */
  public Optional<CallRecord> record() {
    return call().flatMap(Call::record);
  }

  /** Whether there is nothing to wait for: a record that is not closed yet. */
  public boolean isSettled() {
    return call().map(call -> call.record().isPresent()).orElse(true);
  }
}
