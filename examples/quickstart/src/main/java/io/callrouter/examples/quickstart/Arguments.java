package io.callrouter.examples.quickstart;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param agent who answers
 * @param provider whose calls are taken, or null where that is not said
 * @param caller what the caller of one simulated call says, or null for no such call
 * @param phone whether the phone in the browser is asked for
 */
record Arguments(Agent agent, @Nullable Provider provider, @Nullable Path caller, boolean phone) {
  static final String USAGE =
      """
      usage: examples/quickstart/run [--phone | --call FILE.wav] [--provider %s] [--agent %s]

        --phone            serves a phone in the browser to this machine only, without an account:
                           your calls go through a simulated carrier (so it is without any option
                           where no account is set)
        --call FILE.wav    places one simulated call, without an account: the caller says what is
                           in the file (8, 16, 24 or 48 kHz), what he hears is written to heard.wav
        --provider twilio  it comes from a simulated Twilio (so it is without this option)
        --provider telnyx  it comes from a simulated Telnyx
        --agent menu       a voice menu answers (so it is without this option)
        --agent echo       a plain echo answers

      With an account, and without --phone or --call, it takes real calls, from each carrier that is
      set in the environment:
        TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN   your account's, from the Twilio console
        TELNYX_API_KEY, TELNYX_PUBLIC_KEY,      your account's, from the Telnyx portal
        TELNYX_CONNECTION_ID                    the id of your Voice API application there
        PUBLIC_URL                              the https address that the carrier reaches this
                                                host by
        PORT                                    the local port behind it (8080)
      """
          .formatted(Provider.names(), Agent.names());

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is none, saying why
   */
  static Arguments parse(List<String> words) {
    Agent agent = Agent.MENU;
    Provider provider = null;
    Path caller = null;
    boolean phone = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--agent" -> agent = agent(value(option, rest));
        case "--provider" -> provider = provider(value(option, rest));
        case "--call" -> caller = Path.of(value(option, rest));
        case "--phone" -> phone = true;
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }
    if (phone && caller != null) {
      throw new IllegalArgumentException("--phone and --call are two things: choose one");
    }
    return new Arguments(agent, provider, caller, phone);
  }

  /** Those whose calls may be taken: the one that was said, or all. */
  List<Provider> providers() {
    return provider == null ? List.of(Provider.values()) : List.of(provider);
  }

  private static Provider provider(String name) {
    return Provider.of(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no provider " + name));
  }

  private static Agent agent(String name) {
    return Agent.of(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no agent " + name));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }
}
