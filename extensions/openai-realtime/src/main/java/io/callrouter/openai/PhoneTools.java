package io.callrouter.openai;

import java.util.Objects;

/**
 * The tools that are about the call itself.
 *
 * @since 0.1
 */
public final class PhoneTools {
  private static final String NO_ARGUMENTS =
      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

  private PhoneTools() {}

  /**
   * {@code hang_up}: lets the model end the call, once its farewell was heard; the agent then
   * finishes with the result {@code hang-up}, and the call is hung up. If the caller speaks before
   * that, the call goes on until the model asks for its end again.
   */
  public static Tool hangUp() {
    return Tool.ofSchema(
            "hang_up",
            "Ends the call. Call it when the caller has said that he needs nothing more, or has"
                + " said goodbye.",
            NO_ARGUMENTS,
            (json, context) ->
                "The call ends as soon as the caller has heard what you say. If you have not said"
                    + " goodbye yet, say it now, in one short sentence. If he speaks instead, the"
                    + " call goes on, and you have to call hang_up again.")
        .ending(new Ending("hang-up", true));
  }

  /**
   * {@code send_digits}: lets the model press keys for the far end, such as another company's menu.
   * They are played into the call as DTMF tones (ITU-T Q.23), which works with every carrier that
   * carries audio both ways. The model is told which of them were heard if somebody spoke before
   * the last one.
   */
  public static Tool sendDigits() {
    return Tool.of(
        "send_digits",
        "Presses keys of the telephone for the far end, for instance in a menu that asks for them.",
        Keys.class,
        (keys, context) -> context.agent().press(keys));
  }

  /**
   * Lets the model hand the call over: the agent finishes with that result, once what it said was
   * heard, and the flow goes on by it, for instance with a dial to a person.
   *
   * @param name the tool's name for the model, for instance {@code transfer_to_human}
   * @param description tells the model when to do so
   */
  public static Tool handOver(String name, String description, String result) {
    Objects.requireNonNull(result, "result");
    return Tool.ofSchema(
            name,
            description,
            NO_ARGUMENTS,
            (json, context) ->
                "The call is handed over as soon as the caller has heard what you say. If you have"
                    + " not told him yet, do so now, in one short sentence.")
        .ending(new Ending(result, false));
  }
}
