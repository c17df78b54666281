/**
 * Telnyx Call Control (Voice API v2): signed webhooks, commands over REST, and live audio over its
 * media streaming WebSocket.
 *
 * <p>Telnyx is told what to do by commands, where Twilio asks: a webhook is acknowledged at once,
 * and the call's next action goes out as requests.
 */
@NullMarked
package io.callrouter.provider.telnyx;

import org.jspecify.annotations.NullMarked;
