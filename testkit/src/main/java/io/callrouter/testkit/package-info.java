/**
 * Simulated carriers for tests without an account, and contracts that implementations must keep.
 *
 * <p>A {@link io.callrouter.testkit.SimulatedCarrier} speaks its carrier's protocol to a router;
 * {@link io.callrouter.testkit.SimulatedCaller} is the person on the phone. With {@link
 * io.callrouter.time.Timekeeper#manual()} a whole call takes milliseconds and comes out the same
 * each time:
 *
 * <pre>{@code
 * ManualTimekeeper time = Timekeeper.manual();
 * SimulatedTwilio twilio = SimulatedTwilio.create(time);
 * CallRouter router =
 *     CallRouter.builder()
 *         .timekeeper(time)
 *         .discoverProviders(Settings.of(twilio.settings()))
 *         .route("office", Match.to("+14155550100"), flow -> ...)
 *         .build();
 * twilio.attach(router);
 *
 * TwilioCaller caller = twilio.from("+14155550177").to("+14155550100").start();
 * caller.press("1").untilIdle();
 * assertEquals(List.of("Gather", "Say"), caller.verbs());
 * }</pre>
 *
 * <p>Whom a flow dials on is scripted before the call, or told what to do during it; so is what
 * goes wrong at the carrier, by {@link io.callrouter.testkit.Misbehaviour}:
 *
 * <pre>{@code
 * var caller = twilio.from("+14155550177").to("+14155550100").busy("+14155550122").start();
 *
 * caller.untilIdle().farEnd("+14155550133").answer();
 * }</pre>
 *
 * <p>The same call over real sockets, in real time, needs {@link
 * io.callrouter.time.Timekeeper#system()} and {@link
 * io.callrouter.testkit.SimulatedCarrier#attach(io.callrouter.CallRouter, java.net.URI)}.
 *
 * <p>The writer of a store proves it with {@link io.callrouter.testkit.StoreContract}.
 */
@NullMarked
package io.callrouter.testkit;

import org.jspecify.annotations.NullMarked;
