/**
 * The conformance kit: what every provider must do. A provider's test class extends {@link
 * io.callrouter.testkit.conformance.ProviderContract}; the report that it writes tells which
 * contracts the provider keeps, and what it lacks.
 */
@NullMarked
package io.callrouter.testkit.conformance;

import org.jspecify.annotations.NullMarked;
