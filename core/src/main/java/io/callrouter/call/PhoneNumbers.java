package io.callrouter.call;

/**
 * How a phone number or address may appear in a log.
 *
 * @since 0.1
 */
public final class PhoneNumbers {
  private static final int SHOWN = 2;

  private PhoneNumbers() {}

  /**
   * Masks a number or address: of a number the last two digits stay, of an address its scheme.
   *
   * @return the masked form, {@code anonymous} for the empty string
   */
  public static String mask(String number) {
    if (number.isEmpty()) {
      return "anonymous";
    }
    int scheme = number.indexOf(':');
    if (scheme >= 0) {
      return number.substring(0, scheme) + ":***";
    }
    if (number.length() <= 2 * SHOWN) {
      return "***";
    }
    return "***" + number.substring(number.length() - SHOWN);
  }
}
