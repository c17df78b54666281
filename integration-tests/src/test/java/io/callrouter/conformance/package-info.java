/** The conformance kit, run on the providers of this repository. */
@NullMarked
package io.callrouter.conformance;

import org.jspecify.annotations.NullMarked;
