package io.callrouter.call;

/**
 * Hears what happens to calls.
 *
 * <p>Called on the call's own serial executor: one event at a time for one call, in order, each
 * once; events of different calls come at the same time on different threads. It may block: the
 * call's state does not wait for it. What it throws is logged and otherwise ignored.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallListener {
  /** One thing happened to one call. */
  void onEvent(Call call, CallEvent event);
}
