package io.callrouter.provider.telnyx;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Checks the addresses among the options. */
final class UrlFaults {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private UrlFaults() {}

  /** Notes what is wrong with a setting that is an address; nothing where it is empty. */
  static void check(
      String name, String url, String scheme, boolean plainToo, Map<String, String> faults) {
    if (url.isEmpty()) {
      return;
    }
    String plainScheme = scheme.substring(0, scheme.length() - 1);
    boolean plain = url.startsWith(plainScheme + "://");
    if (plain && !plainToo) {
      faults.put(name, "must begin with " + scheme + "://, not " + plainScheme + "://");
    } else if (!isAddress(url, plain ? plainScheme : scheme)) {
      faults.put(
          name,
          "must be a URL like " + scheme + "://voice.example.com, without user, query or fragment");
    }
  }

  private static boolean isAddress(String url, String scheme) {
    try {
      URI uri = URI.create(url);
      return scheme.equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the API key would not leave this machine. */
  static boolean isLoopback(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null && LOOPBACK.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
