package io.callrouter.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a phone number or address may appear in a log.
 *
 * @since 0.1
 */
public final class PhoneNumbers {
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{5,}");
  private static final Pattern ADDRESS = Pattern.compile("([A-Za-z]+:).*", Pattern.DOTALL);
  private static final int SHOWN = 2;

  private PhoneNumbers() {}

  /**
   * Masks a number or address: of a number the last two digits stay, of an address its scheme, of
   * anything else nothing.
   *
   * @return the masked form, {@code anonymous} for the empty string
   */
  public static String mask(String number) {
    if (number.isEmpty()) {
      return "anonymous";
    }
    if (NUMBER.matcher(number).matches()) {
      return "***" + number.substring(number.length() - SHOWN);
    }
    Matcher address = ADDRESS.matcher(number);
    return (address.matches() ? address.group(1) : "") + "***";
  }
}
