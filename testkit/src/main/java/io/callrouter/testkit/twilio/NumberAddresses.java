package io.callrouter.testkit.twilio;

import java.net.URI;

/**
 * The addresses that are entered for a number in the carrier's console.
 *
 * @param voice asked when a call comes in
 * @param status told how the call goes on
 */
record NumberAddresses(URI voice, URI status) {}
