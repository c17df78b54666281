/** Routes phone calls and their live audio inside a Java backend. */
@NullMarked
package io.callrouter;

import org.jspecify.annotations.NullMarked;
