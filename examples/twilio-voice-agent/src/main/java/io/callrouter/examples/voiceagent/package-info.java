/**
 * A front desk on the phone: Twilio calls that an OpenAI Realtime agent answers.
 *
 * <p>Start with {@code FrontDesk}: the router, the agent and the server they live in. {@code
 * DeskFlow} is what happens to a call, {@code DeskAgent} who talks to the caller, {@code Line} in
 * which language. {@code Crm} knows customers and is told what was said. {@code CallLog} is what an
 * operator reads, {@code Demo} what stands in for Twilio, OpenAI and the caller's phone where there
 * are no keys.
 */
@NullMarked
package io.callrouter.examples.voiceagent;

import org.jspecify.annotations.NullMarked;
