/** Lets a Jakarta Servlet and WebSocket container serve a router. */
@NullMarked
package io.callrouter.jakarta;

import org.jspecify.annotations.NullMarked;
