package io.callrouter.testkit.openai;

import java.time.Duration;

/**
 * An item of the conversation as the service has it.
 *
 * @param type {@code message}, {@code function_call} or {@code function_call_output}
 * @param role of a message, else empty
 * @param status {@code in_progress}, {@code completed} or {@code incomplete}
 * @param text its text or transcript, the arguments of a call, the output of a tool; empty if there
 *     is none, as after a truncation
 * @param audio how much of its audio there is; after a truncation, what is left
 * @param generated how much audio the model made for it
 * @param speech the number that {@link CodedSpeech} has for it, before the modulo; −1 if there is
 *     none
 * @since 0.1
 */
public record ConversationItem(
    String id,
    String type,
    String role,
    String status,
    String text,
    Duration audio,
    Duration generated,
    int speech) {}
