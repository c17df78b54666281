/** Benchmarks of the audio path. */
@NullMarked
package io.callrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
