package io.callrouter.call;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whom to dial on to.
 *
 * <p>Targets are stored with the call, so they hold no secret. Whatever shows one masks it.
 *
 * @since 0.1
 */
public sealed interface Target {
  /**
   * A phone.
   *
   * @param number in E.164 form, such as {@code +14155550122}
   */
  static Phone phone(String number) {
    return new Phone(number);
  }

  /**
   * A SIP address; its server is to know the carrier by the addresses it calls from.
   *
   * @param address such as {@code sip:sales@pbx.example.com}; URI parameters and headers may follow
   */
  static Sip sip(String address) {
    return new Sip(address);
  }

  /**
   * A browser or an app that is registered with the carrier.
   *
   * @param identity the name it is registered under
   */
  static Client client(String identity) {
    return new Client(identity, Map.of());
  }

  /**
   * A phone.
   *
   * @param number in E.164 form
   * @since 0.1
   */
  record Phone(String number) implements Target {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

    /** Checks. */
    public Phone {
      if (!E164.matcher(number).matches()) {
        // The number itself is not repeated: it may be right but for a blank.
        throw new IllegalArgumentException(
            "number must be in E.164 form, a plus and up to 15 digits, like +14155550122");
      }
    }

    /** Masks the number. */
    @Override
    public String toString() {
      return "phone " + PhoneNumbers.mask(number);
    }
  }

  /**
   * A SIP address.
   *
   * @param address a {@code sip:} or {@code sips:} URI without a password
   * @since 0.1
   */
  record Sip(String address) implements Target {
    /** What else is visible may stand in a URI percent-encoded only (RFC 3986 §2). */
    private static final String NO_URI = "\"<>\\\\^`{|}@";

    private static final Pattern URI =
        Pattern.compile(
            "sips?:([!-~&&[^:" + NO_URI + "]]+@)?[!-~&&[^" + NO_URI + "]]+",
            Pattern.CASE_INSENSITIVE);

    /** Checks. */
    public Sip {
      if (!URI.matcher(address).matches()) {
        throw new IllegalArgumentException(
            "address must be a SIP URI without a password, like sip:sales@pbx.example.com");
      }
    }

    /** Masks the address. */
    @Override
    public String toString() {
      return PhoneNumbers.mask(address);
    }
  }

  /**
   * A browser or an app.
   *
   * @param identity the name it is registered under
   * @param parameters handed to it with the call
   * @since 0.1
   */
  record Client(String identity, Map<String, String> parameters) implements Target {
    /** Checks and copies. */
    public Client {
      Checks.requireText(identity, "identity");
      parameters = Map.copyOf(parameters);
    }

    /** This target with one more parameter. */
    public Client with(String name, String value) {
      Map<String, String> more = new HashMap<>(parameters);
      more.put(name, value);
      return new Client(identity, more);
    }

    /** Masks the identity, which may be a person's, and leaves out the parameters. */
    @Override
    public String toString() {
      return PhoneNumbers.mask("client:" + identity);
    }
  }
}
