/**
 * Runs under load: a host that takes calls, in a process of its own, and a carrier in another that
 * sends it 50 frames a second for each call and checks what comes back.
 */
@NullMarked
package io.callrouter.benchmarks.load;

import org.jspecify.annotations.NullMarked;
