package io.callrouter.testkit.telnyx;

/**
 * What a leg is called.
 *
 * @param callControlId in commands
 * @param leg of the leg for good
 * @param session of all legs that belong together
 */
record LegIds(String callControlId, String leg, String session) {}
