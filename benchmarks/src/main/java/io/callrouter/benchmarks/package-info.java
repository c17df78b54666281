/**
 * What the audio path costs, by JMH: companding, rate conversion, a whole frame each way, and the
 * carrier's media messages; and beside it what a step of a call costs in the store. Each class
 * measures one thing; where the JDK or a library that is here anyway does the same, it is measured
 * beside it in the same run.
 *
 * <p>How to run them, and what came out, is in {@code benchmarks/README.md}.
 */
@NullMarked
package io.callrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
