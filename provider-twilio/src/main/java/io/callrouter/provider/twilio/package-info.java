/**
 * Twilio Programmable Voice and Media Streams as a provider: incoming calls.
 *
 * <p>A host needs two types: {@link io.callrouter.provider.twilio.TwilioOptions} (account, public
 * addresses) and {@link io.callrouter.provider.twilio.TwilioProvider}. Where the router discovers
 * its providers, {@link io.callrouter.provider.twilio.TwilioProviderType} makes both from settings.
 *
 * <p>Who wants to read the code begins at {@link io.callrouter.provider.twilio.TwilioProvider}.
 * Twilio asks by HTTP what to do with a call: {@code Webhooks} checks a request and tells its
 * events, {@code TwilioProvider} answers with a TwiML document. The audio comes over a WebSocket
 * that Twilio opens: {@code MediaAdmission} decides on its handshake, {@code TwilioMediaWire} reads
 * and writes its messages. All addresses that Twilio is given are made and recognised in {@code
 * Addresses} and {@code MediaAddress}. The signature every request carries is computed over its
 * public URL, so the public addresses have to be configured exactly.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml">TwiML</a>
 * @see <a href="https://www.twilio.com/docs/voice/media-streams/websocket-messages">Media Streams
 *     messages</a>
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhook security</a>
 */
@NullMarked
package io.callrouter.provider.twilio;

import org.jspecify.annotations.NullMarked;
