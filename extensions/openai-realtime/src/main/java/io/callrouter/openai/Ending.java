package io.callrouter.openai;

/**
 * How a tool ends the agent's part.
 *
 * @param result of the connect action
 * @param hangsUp whether the call is hung up then; such an end is given up if the caller speaks
 *     before the farewell was heard
 */
record Ending(String result, boolean hangsUp) {}
