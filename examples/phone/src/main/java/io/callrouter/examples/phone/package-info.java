/**
 * A phone in the browser: the server side of the page in the folder of this name.
 *
 * <p>Start with {@code Phone}: what a host adds to its router and its server. A {@code PhoneLine}
 * is one page's WebSocket, a {@code PhoneCall} the call that is placed on it through a simulated
 * carrier, whose live handset it is. {@code Trouble} lists what the carrier can be made to do
 * wrong. The messages are written down in the README beside this module's {@code pom.xml}.
 */
@NullMarked
package io.callrouter.examples.phone;

import org.jspecify.annotations.NullMarked;
