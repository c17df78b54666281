/** Telephone audio on plain arrays, without dependencies. */
@NullMarked
package io.callrouter.codec;

import org.jspecify.annotations.NullMarked;
