/** The rules that hold for every module, checked on the class files and on the sources. */
@NullMarked
package io.callrouter.architecture;

import org.jspecify.annotations.NullMarked;
