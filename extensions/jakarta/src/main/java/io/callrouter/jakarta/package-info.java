/**
 * Lets a servlet container answer for the router: webhooks by Servlet 6, media sockets by Jakarta
 * WebSocket 2.1 or later.
 *
 * <p>There is one class to know, {@link io.callrouter.jakarta.CallRouterFilter}. A host puts it
 * before everything else in its context and gives it the router's door:
 *
 * <pre>{@code
 * servletContext
 *     .addFilter("callrouter", new CallRouterFilter(router.web()))
 *     .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
 * }</pre>
 *
 * <p>What the router does not claim goes on to the host's own servlets and WebSocket endpoints.
 */
@NullMarked
package io.callrouter.jakarta;

import org.jspecify.annotations.NullMarked;
