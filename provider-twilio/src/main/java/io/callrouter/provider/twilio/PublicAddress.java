package io.callrouter.provider.twilio;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The beginning of public URLs, in every spelling that Twilio may have signed: as configured,
 * without its port, and with the port its scheme implies; each also with the host in small letters,
 * which is how those who call write it.
 *
 * @param spellings the configured one first, none twice
 */
record PublicAddress(List<String> spellings) {
  /** An address that paths are appended to. */
  static PublicAddress base(URI uri) {
    return spelled(uri, uri.getRawPath().replaceFirst("/+$", ""));
  }

  /** An address that is a whole URL. */
  static PublicAddress exact(URI uri) {
    return spelled(uri, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
  }

  private static PublicAddress spelled(URI uri, String path) {
    String scheme = uri.getScheme() + "://";
    String withoutPort = scheme + uri.getHost() + path;
    int implied = uri.getScheme().endsWith("s") ? 443 : 80;
    Stream<String> spellings = Stream.of(scheme + uri.getRawAuthority() + path, withoutPort);
    if (uri.getPort() == -1) {
      spellings =
          Stream.concat(spellings, Stream.of(scheme + uri.getHost() + ":" + implied + path));
    }
    return new PublicAddress(
        spellings
            .flatMap(spelling -> Stream.of(spelling, withSmallHost(spelling, uri.getHost())))
            .distinct()
            .toList());
  }

  private static String withSmallHost(String spelling, String host) {
    int at = spelling.indexOf(host);
    return spelling.substring(0, at)
        + host.toLowerCase(Locale.ROOT)
        + spelling.substring(at + host.length());
  }

  /** The URL as configured. */
  String url(String target) {
    return spellings.get(0) + target;
  }
}
