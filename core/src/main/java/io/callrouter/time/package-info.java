/**
 * Time and threads, in one place that tests can turn by hand.
 *
 * <p>Everything in the router that waits, repeats or runs beside something else asks the {@link
 * io.callrouter.time.Timekeeper}. It depends on nothing else here.
 */
@NullMarked
package io.callrouter.time;

import org.jspecify.annotations.NullMarked;
