package io.callrouter.testkit;

import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;

/**
 * A request of the simulated carrier with the application's answer.
 *
 * @param delivery what the request was for
 * @param request the request as it was sent
 * @param answer the application's answer
 * @since 0.1
 */
public record Exchange(Delivery delivery, WebRequest request, WebResponse answer) {}
