/** A phone call in one command. */
@NullMarked
package io.callrouter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
