package io.callrouter.openai;

/**
 * The tools that are about the call itself.
 *
 * @since 0.1
 */
public final class PhoneTools {
  private PhoneTools() {}

  /**
   * {@code hang_up}: lets the model end the call, once its farewell was heard; the agent then
   * finishes with the result {@code hang-up}, and the call is hung up.
   */
  public static Tool hangUp() {
    return Tool.ofSchema(
        "hang_up", "Ends the call.", "{\"type\":\"object\"}", (json, context) -> null);
  }

  /** {@code send_digits}: lets the model press keys for the far end, as DTMF. */
  public static Tool sendDigits() {
    return Tool.ofSchema(
        "send_digits", "Presses keys.", "{\"type\":\"object\"}", (json, context) -> null);
  }

  /**
   * Lets the model hand the call over: the agent finishes with that result, once what it said was
   * heard, and the flow goes on by it, for instance with a dial to a person.
   *
   * @param name the tool's name for the model, for instance {@code transfer_to_human}
   * @param description tells the model when to do so
   */
  public static Tool handOver(String name, String description, String result) {
    return Tool.ofSchema(name, description, "{\"type\":\"object\"}", (json, context) -> null);
  }
}
