package io.callrouter.examples.phone;

/**
 * Somebody the page can call.
 *
 * @param name what the page calls him
 * @param explains one sentence for whoever chooses
 * @param number what is dialled to reach him
 */
public record Answerer(String name, String explains, String number) {}
