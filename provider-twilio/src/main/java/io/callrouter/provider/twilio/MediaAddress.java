package io.callrouter.provider.twilio;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where Twilio opens media sockets, and how the media token travels there. */
sealed interface MediaAddress {
  /** Whether a raw path, as our server sees it, is one of a media socket. */
  boolean claims(String path);

  /** The address that Twilio is told to open for a token. */
  String url(String token);

  /** Whether the token travels with the start message instead of the address. */
  boolean isTokenParameter();

  /** The token of a claimed path, or null if there is none in it. */
  @Nullable String token(String path);

  /** What the signature of a claimed path's handshake is computed over begins so. */
  PublicAddress address();

  /** What follows the {@link #address} in the signed URL of a claimed path. */
  String signedPath(String path);

  /** What a person may see of a claimed path: no token. */
  String shown(String path);

  /** Each call has a path of its own, which ends with its token. */
  record PathPerCall(PublicAddress address, String root) implements MediaAddress {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{1,512}");

    @Override
    public boolean claims(String path) {
      return path.equals(root) || path.startsWith(root + "/");
    }

    @Override
    public String url(String token) {
      return address.url(root + "/" + token);
    }

    @Override
    public boolean isTokenParameter() {
      return false;
    }

    @Override
    public @Nullable String token(String path) {
      String segment = path.substring(Math.min(path.length(), root.length() + 1));
      return TOKEN.matcher(segment).matches() ? segment : null;
    }

    @Override
    public String signedPath(String path) {
      return path;
    }

    @Override
    public String shown(String path) {
      return root + "/…";
    }
  }

  /** All calls share one address; the token is a parameter of the stream. */
  record OneForAll(PublicAddress address, String localPath) implements MediaAddress {
    /**
     * Made from the configured addresses.
     *
     * @param publicUrl whose path, if it has one, is taken away by a proxy
     */
    static OneForAll of(URI exactUrl, URI publicUrl) {
      String path = exactUrl.getRawPath();
      String taken = publicUrl.getRawPath().replaceFirst("/+$", "");
      String local = path.startsWith(taken + "/") ? path.substring(taken.length()) : path;
      return new OneForAll(PublicAddress.exact(exactUrl), local.isEmpty() ? "/" : local);
    }

    @Override
    public boolean claims(String path) {
      return path.equals(localPath);
    }

    @Override
    public String url(String token) {
      return address.url("");
    }

    @Override
    public boolean isTokenParameter() {
      return true;
    }

    @Override
    public @Nullable String token(String path) {
      return null;
    }

    @Override
    public String signedPath(String path) {
      return "";
    }

    @Override
    public String shown(String path) {
      return path;
    }
  }
}
