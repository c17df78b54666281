/**
 * A simulated Telnyx: Call Control v2 with its REST interface, its signed webhooks and its media
 * socket.
 *
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/dial">Call Control</a>
 */
@NullMarked
package io.callrouter.testkit.telnyx;

import org.jspecify.annotations.NullMarked;
