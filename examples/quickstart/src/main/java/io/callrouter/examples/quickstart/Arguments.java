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
 * @param caller what the caller of a simulated call says, or null to take real calls
 */
record Arguments(Agent agent, @Nullable Provider provider, @Nullable Path caller) {
  static final String USAGE =
      """
      usage: examples/quickstart/run [--provider %s] [--agent %s] [--call FILE.wav]

        --call FILE.wav    places one simulated call, without an account: the caller says what is
                           in the file (8, 16, 24 or 48 kHz), what he hears is written to heard.wav
        --provider twilio  it comes from a simulated Twilio (so it is without this option)
        --provider telnyx  it comes from a simulated Telnyx
        --agent menu       a voice menu answers (so it is without this option)
        --agent echo       a plain echo answers

      Without --call it takes real calls, from each carrier that is set in the environment:
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
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--agent" -> agent = agent(value(option, rest));
        case "--provider" -> provider = provider(value(option, rest));
        case "--call" -> caller = Path.of(value(option, rest));
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }
    return new Arguments(agent, provider, caller);
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
