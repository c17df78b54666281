package io.callrouter.provider.twilio;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The beginning of public URLs, in every spelling that Twilio may have signed: as configured,
 * without its port, and with the port its scheme implies.
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
    return new PublicAddress(spellings.distinct().toList());
  }

  /** The URL as configured. */
  String url(String target) {
    return spellings.get(0) + target;
  }
}
