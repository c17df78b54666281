/**
 * Tincan, a carrier that was made up to show how a provider is written; {@code
 * docs/writing-a-provider.md} walks through it.
 */
@NullMarked
package io.callrouter.examples.tincan;

import org.jspecify.annotations.NullMarked;
