package io.callrouter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Named values from the environment or a map, read with checks that collect faults.
 *
 * <p>A reader that finds a setting missing or bad notes the fault and returns empty; {@link
 * #throwFaults()} then reports all of them at once. A view made by {@link #prefixed} shares the
 * faults of what it was made from. A blank value counts as absent. Not safe for use by several
 * threads at once; values are never logged.
 *
 * @since 0.1
 */
public final class Settings {
  private static final String PUBLIC_URL = "PUBLIC_URL";

  private final Map<String, String> values;
  private final String prefix;
  private final List<String> faults;
  private final Set<String> sharedNames = new HashSet<>();

  private Settings(Map<String, String> values, String prefix, List<String> faults) {
    this.values = values;
    this.prefix = prefix;
    this.faults = faults;
  }

  /** The process's environment variables. */
  public static Settings fromEnvironment() {
    return of(System.getenv());
  }

  /** A fixed set of values. */
  public static Settings of(Map<String, String> values) {
    return new Settings(Map.copyOf(values), "", new ArrayList<>());
  }

  /**
   * A view that looks under {@code prefix + name} only, so that an instance never takes over what
   * is meant for another; what the whole process has in common (such as {@code PUBLIC_URL}) is
   * asked for with {@link #shared}.
   */
  public Settings prefixed(String more) {
    return new Settings(values, prefix + more, faults);
  }

  /**
   * The prefixes under which at least one setting of that beginning is present: {@code ""} for
   * {@code TWILIO_AUTH_TOKEN}, {@code SALES_} for {@code SALES_TWILIO_AUTH_TOKEN}.
   *
   * @param beginning such as {@code TWILIO_}
   */
  public Set<String> prefixesOf(String beginning) {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      int at = indexOfWord(entry.getKey(), beginning);
      if (at >= 0 && !entry.getValue().isBlank()) {
        found.add(entry.getKey().substring(0, at));
      }
    }
    return found;
  }

  /**
   * The name a fault or a message should give for a setting: with this view's prefix, or without it
   * where {@link #shared} had to look there.
   */
  public String nameOf(String name) {
    return sharedNames.contains(name) && text(name).isEmpty() ? name : prefix + name;
  }

  /** A text, if present. */
  public Optional<String> text(String name) {
    String value = values.get(prefix + name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  /** A text of this view or, where absent, of the whole process. */
  public Optional<String> shared(String name) {
    sharedNames.add(name);
    return text(name).or(() -> new Settings(values, "", faults).text(name));
  }

  /** A text that must be present; its absence is a fault. */
  public Optional<String> required(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      fault(name, "is missing");
    }
    return value;
  }

  /** A comma list, blanks dropped; empty if absent. */
  public List<String> list(String name) {
    return text(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  /** {@code true} or {@code false}, if present; anything else is a fault. */
  public Optional<Boolean> flag(String name) {
    return parsed(name, Settings::toFlag, "must be true or false");
  }

  /** A whole number within bounds, if present; anything else is a fault. */
  public Optional<Integer> integer(String name, int least, int most) {
    return parsed(
        name,
        text -> toInteger(text).filter(number -> number >= least && number <= most),
        "must be a whole number from " + least + " to " + most);
  }

  /** An absolute URL with a host and one of the schemes, if present; anything else is a fault. */
  public Optional<URI> url(String name, String... schemes) {
    return parsed(
        name,
        text -> toUrl(text, List.of(schemes)),
        "must be a URL like " + schemes[0] + "://voice.example.com");
  }

  /**
   * {@code PUBLIC_URL}, the {@code https} address at which carriers reach the host, of this view or
   * of the whole process. It must be present, and have no user, query or fragment: all else is a
   * fault.
   *
   * @return the address without a slash at its end, so that a path can be appended
   */
  public Optional<URI> publicUrl() {
    Optional<String> text = shared(PUBLIC_URL);
    if (text.isEmpty()) {
      fault(PUBLIC_URL, "is missing: it is the https address at which carriers reach this host");
      return Optional.empty();
    }
    Optional<URI> url =
        text.map(value -> value.replaceFirst("/+$", ""))
            .flatMap(value -> toUrl(value, List.of("https")))
            .filter(Settings::isPlainAddress);
    if (url.isEmpty()) {
      fault(
          PUBLIC_URL,
          "must be a URL like https://voice.example.com, without user, query or fragment");
    }
    return url;
  }

  private static boolean isPlainAddress(URI url) {
    return url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  /** Notes a fault of a setting; the sentence goes on after the setting's name. */
  public void fault(String name, String sentence) {
    faults.add(nameOf(name) + " " + sentence);
  }

  /** The faults noted so far, by this view and all that share with it. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Reports all faults, if there are any.
   *
   * @throws ConfigurationException naming every one
   */
  public void throwFaults() {
    if (!faults.isEmpty()) {
      throw new ConfigurationException(faults);
    }
  }

  private <T> Optional<T> parsed(
      String name, Function<String, Optional<T>> parser, String otherwise) {
    Optional<String> text = text(name);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      fault(name, otherwise);
    }
    return value;
  }

  private static Optional<Boolean> toFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> toInteger(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> toUrl(String text, List<String> schemes) {
    try {
      URI url = new URI(text);
      boolean fits =
          url.isAbsolute()
              && url.getHost() != null
              && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT));
      return fits ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int indexOfWord(String name, String word) {
    int at = name.indexOf(word);
    while (at > 0 && name.charAt(at - 1) != '_') {
      at = name.indexOf(word, at + 1);
    }
    return at;
  }
}
