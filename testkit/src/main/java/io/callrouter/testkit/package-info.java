/** Simulated carriers for tests without an account. */
@NullMarked
package io.callrouter.testkit;

import org.jspecify.annotations.NullMarked;
