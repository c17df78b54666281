/**
 * What the script {@code check} runs: the program as built, as a process of its own with the
 * settings of a real host, between a simulated Twilio, a simulated model and a CRM of the check's,
 * over real sockets and in real time.
 */
@NullMarked
package io.callrouter.examples.voiceagent.check;

import org.jspecify.annotations.NullMarked;
