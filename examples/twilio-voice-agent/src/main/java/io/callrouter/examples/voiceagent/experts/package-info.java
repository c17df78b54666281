/**
 * The demo's experts: an MCP server with the six tools of the front desk, over a small catalogue
 * and bookings kept in memory.
 *
 * <p>{@code ExpertServer} is the server, on the MCP Java SDK. Each {@code Expert} is one tool; they
 * share the {@code Catalogue} and the {@code Bookings}, so what one books another finds, changes,
 * cancels and takes the payment for.
 */
@NullMarked
package io.callrouter.examples.voiceagent.experts;

import org.jspecify.annotations.NullMarked;
