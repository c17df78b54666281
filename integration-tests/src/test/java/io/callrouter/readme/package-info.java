/**
 * What README.md and the pages in docs show, compiled, run and compared with what is written there.
 */
@NullMarked
package io.callrouter.readme;

import org.jspecify.annotations.NullMarked;
