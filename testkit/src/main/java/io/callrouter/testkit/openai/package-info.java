/**
 * A simulated OpenAI Realtime service, for tests of voice agents without an account.
 *
 * <p>A {@link io.callrouter.testkit.openai.SimulatedModel} is the service. A client reaches it
 * within the process, in virtual time, by {@link
 * io.callrouter.testkit.openai.SimulatedModel#connect}, or over WebSocket by {@link
 * io.callrouter.testkit.openai.SimulatedModel#listen}. What it answers is decided by a {@link
 * io.callrouter.testkit.openai.Brain}:
 *
 * <pre>{@code
 * SimulatedModel model =
 *     SimulatedModel.create(time)
 *         .answering(
 *             turn ->
 *                 turn.toolResults().isEmpty()
 *                     ? Answer.calls("lookup", "{\"number\":\"+14155550177\"}")
 *                     : Answer.says("You are Ada."))
 *         .next(
 *             SessionPlan.sound()
 *                 .at(Moment.after("input_audio_buffer.speech_started"), new Mishap.Cut()));
 * }</pre>
 *
 * <p>What came of it is in {@link io.callrouter.testkit.openai.SimulatedSession}: every message,
 * the refused ones, truncations, responses, and the conversation as the service has it. What the
 * model said is {@link io.callrouter.testkit.openai.CodedSpeech}: any 20 ms that a caller heard
 * tell which speech they are from, and where in it they were.
 *
 * <p>To read the code, begin with {@code Session}, which does one thing after another on a queue of
 * its own. {@code ClientEvents} says what clients may say and {@code Shapes} what that must look
 * like; {@code AudioInput} finds turns, {@code Responses} and {@code ResponseRun} answer them,
 * {@code Conversation} keeps what was said, and {@code Outbox} sends, through the plan's mishaps.
 * {@code InMemoryConnection} and {@code SocketLink} are the two ways to a client.
 *
 * @see <a href="https://platform.openai.com/docs/guides/realtime">OpenAI Realtime</a>
 */
@NullMarked
package io.callrouter.testkit.openai;

import org.jspecify.annotations.NullMarked;
