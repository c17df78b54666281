/**
 * An OpenAI Realtime agent as an audio endpoint: it greets, listens, answers, and can be
 * interrupted.
 *
 * <pre>{@code
 * AgentConfig config = AgentConfig.builder(apiKey).instructions("You are a front desk.").build();
 * CallRouter.builder()
 *     .endpoint("agent", OpenAiAgent.factory(config))
 *     .route("desk", Match.any(), Action.connect("agent"));
 * }</pre>
 *
 * <p>Each call has a session of its own with the model: one WebSocket, opened while the carrier is
 * still setting up its own. {@link io.callrouter.openai.OpenAiAgent} is what a newcomer reads
 * first. It holds a {@code Session} (the socket and what was agreed on it), an {@code Uplink} (what
 * the caller says), a {@code Speech} (what the model says, and how much of it was heard) and the
 * {@code Turns} (who may ask for an answer when).
 *
 * <p>What the model may do is a {@link io.callrouter.openai.Tool}: a function of the host's whose
 * arguments are a record. The {@code Toolbox} knows them by name, {@code ToolCalls} runs what the
 * model calls, and {@code ToolSources} opens what offers more in each call ({@link
 * io.callrouter.openai.ToolSource}). {@link io.callrouter.openai.PhoneTools} are about the call
 * itself, {@link io.callrouter.openai.PhoneSessions} about the person on the phone.
 *
 * <p>The protocol is the GA form of the Realtime API over WebSocket.
 */
@NullMarked
package io.callrouter.openai;

import org.jspecify.annotations.NullMarked;
