/**
 * Time and threads, in one place that tests can turn by hand.
 *
 * <p>Everything in the router that waits, repeats or runs beside something else asks the {@link
 * io.callrouter.time.Timekeeper}; start there. {@link io.callrouter.time.ManualTimekeeper} is the
 * one for tests, {@link io.callrouter.time.SerialExecutor} keeps tasks in order without holding a
 * thread. The package depends on nothing else here.
 */
@NullMarked
package io.callrouter.time;

import org.jspecify.annotations.NullMarked;
