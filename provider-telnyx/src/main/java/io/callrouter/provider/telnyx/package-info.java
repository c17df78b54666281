/**
 * Telnyx Call Control (Voice API v2) as a provider: signed webhooks, commands over REST, and live
 * audio over its media streaming WebSocket.
 *
 * <p>A host needs two types: {@link io.callrouter.provider.telnyx.TelnyxOptions} (account, public
 * addresses, codec) and {@link io.callrouter.provider.telnyx.TelnyxProvider}. Where the router
 * discovers its providers, {@link io.callrouter.provider.telnyx.TelnyxProviderType} makes both from
 * settings.
 *
 * <p>Telnyx is told what to do by commands, where Twilio asks: a webhook is acknowledged at once,
 * and the call's next action goes out as requests. Who wants to read the code begins at {@link
 * io.callrouter.provider.telnyx.TelnyxProvider}. On the way in, {@code Webhooks} checks a request,
 * {@code WebhookEvent} reads it, {@code EventReader} tells what it means. On the way out, a class
 * each makes the commands of a kind ({@code CallCommands}, {@code PromptCommands}, {@code
 * StreamCommands} …), and {@code TelnyxClient} sends them. What ties both ways together is {@code
 * ClientState}: each command leaves at the leg for which step it was, and the leg's events repeat
 * that. A stream has its step in its address, made and recognised in {@code Addresses}.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks">
 *     Voice API webhooks</a>
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/media-streaming">Media
 *     streaming</a>
 */
@NullMarked
package io.callrouter.provider.telnyx;

import org.jspecify.annotations.NullMarked;
