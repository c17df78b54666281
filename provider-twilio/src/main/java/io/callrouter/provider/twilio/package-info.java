/** Twilio Programmable Voice and Media Streams as a provider. */
@NullMarked
package io.callrouter.provider.twilio;

import org.jspecify.annotations.NullMarked;
