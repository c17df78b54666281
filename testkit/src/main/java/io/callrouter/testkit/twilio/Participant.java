package io.callrouter.testkit.twilio;

/**
 * A call in a conference.
 *
 * @param terms how it takes part
 */
record Participant(CallContext call, Conference terms) {}
