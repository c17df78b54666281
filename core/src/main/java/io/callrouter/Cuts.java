package io.callrouter;

import io.callrouter.call.CallEndedException;
import io.callrouter.call.StoreException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.time.Timekeeper;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Has carriers that are told break off what a call is doing. */
final class Cuts {
  private final Calls calls;
  private final CommandFaults faults;
  private final Timekeeper timekeeper;

  Cuts(Calls calls, CommandFaults faults, Timekeeper timekeeper) {
    this.calls = calls;
    this.faults = faults;
    this.timekeeper = timekeeper;
  }

  /** Tells the carrier once; if that fails, what was to be cut is not waited for. */
  void cut(CallProvider provider, CallValue call) {
    ToldState told = call.told();
    Cut cut = told == null ? null : told.cut();
    if (cut == null) {
      return;
    }
    String id = call.facts().id();
    String what = "the cut of " + cut.action().kind();
    try {
      Step step = new Step(call.facts(), call.state(), cut.step(), "");
      if (provider.cut(cut.action(), step) instanceof Directive.Commands commands) {
        commands.send();
      }
      ifStill(id, cut, value -> cut.told());
    } catch (StoreException e) {
      throw e; // The router's own: the carrier is told again by the same key.
    } catch (CallEndedException e) {
      faults.gone(id, what);
      Instant now = timekeeper.now();
      calls.update(id, value -> value.gone(now));
      ifStill(id, cut, value -> null);
    } catch (RuntimeException e) {
      faults.failed(id, what, e, "; the call goes on as if it had");
      ifStill(id, cut, value -> null);
    }
  }

  private void ifStill(String id, Cut cut, UnaryOperator<@Nullable Cut> next) {
    calls.update(
        id,
        value -> {
          ToldState told = value.told();
          return told != null && cut.equals(told.cut())
              ? value.withTold(told.withCut(next.apply(cut)))
              : value;
        });
  }
}
