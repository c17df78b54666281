/**
 * A simulated OpenAI Realtime service, for tests of voice agents without an account.
 *
 * @see <a href="https://platform.openai.com/docs/guides/realtime">OpenAI Realtime</a>
 */
@NullMarked
package io.callrouter.testkit.openai;

import org.jspecify.annotations.NullMarked;
