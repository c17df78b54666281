package io.callrouter.provider.twilio;

import io.callrouter.config.ConfigurationException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The account and the public addresses of one Twilio provider; immutable.
 *
 * @since 0.1
 */
public final class TwilioOptions {
  static final String ACCOUNT_SID = "TWILIO_ACCOUNT_SID";
  static final String AUTH_TOKEN = "TWILIO_AUTH_TOKEN";
  static final String PUBLIC_URL = "PUBLIC_URL";
  static final String PUBLIC_MEDIA_URL = "PUBLIC_MEDIA_URL";
  static final String WEBHOOK_URL = "TWILIO_WEBHOOK_URL";

  private final String accountSid;
  private final List<String> authTokens;
  private final URI publicUrl;
  private final URI mediaUrl;
  private final @Nullable URI exactMediaUrl;
  private final boolean insecureWebhooks;

  private TwilioOptions(Builder builder, String publicUrl) {
    this.accountSid = builder.accountSid;
    this.authTokens = builder.authTokens;
    this.publicUrl = URI.create(publicUrl);
    this.mediaUrl =
        URI.create(
            builder.mediaUrl.isEmpty() ? publicUrl.replaceFirst("http", "ws") : builder.mediaUrl);
    this.exactMediaUrl = builder.exactMediaUrl.isEmpty() ? null : URI.create(builder.exactMediaUrl);
    this.insecureWebhooks = builder.insecureWebhooks;
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The account whose calls are taken. */
  public String accountSid() {
    return accountSid;
  }

  /** The public address that Twilio's requests go to. */
  public URI publicUrl() {
    return publicUrl;
  }

  /** The public address under which media sockets are opened, each on a path of its own. */
  public URI mediaUrl() {
    return mediaUrl;
  }

  /** The one public address of all media sockets, or null if each has a path of its own. */
  public @Nullable URI exactMediaUrl() {
    return exactMediaUrl;
  }

  /** Whether requests are let in without a look at their signature. */
  public boolean insecureWebhooks() {
    return insecureWebhooks;
  }

  List<String> authTokens() {
    return authTokens;
  }

  /** Leaves out the auth tokens. */
  @Override
  public String toString() {
    return "Twilio account "
        + accountSid
        + ", requests at "
        + publicUrl
        + ", media at "
        + (exactMediaUrl == null ? mediaUrl : exactMediaUrl)
        + (insecureWebhooks ? ", signatures not checked" : "");
  }

  /**
   * Gathers options. Account, at least one auth token, and a public address are needed.
   *
   * @since 0.1
   */
  public static final class Builder {
    private static final Pattern SID = Pattern.compile("AC[0-9a-fA-F]{32}");

    private String accountSid = "";
    private List<String> authTokens = List.of();
    private String publicUrl = "";
    private String mediaUrl = "";
    private String exactMediaUrl = "";
    private boolean insecureWebhooks;

    private Builder() {}

    /** The account whose calls are taken: {@code AC} and 32 hex digits. */
    public Builder accountSid(String sid) {
      this.accountSid = sid;
      return this;
    }

    /** The account's auth tokens; several while one is exchanged for another. */
    public Builder authTokens(List<String> tokens) {
      this.authTokens = List.copyOf(tokens);
      return this;
    }

    /**
     * The public {@code https} address that Twilio's requests go to; our paths are appended. Behind
     * a proxy it is the address Twilio sees; a path in it is one the proxy takes away.
     */
    public Builder publicUrl(String url) {
      this.publicUrl = url;
      return this;
    }

    /** This node's public {@code wss} address for media; by default, as {@link #publicUrl}. */
    public Builder mediaUrl(String url) {
      this.mediaUrl = url;
      return this;
    }

    /**
     * One {@code wss} address for all media sockets, for a host whose server knows only that one:
     * the media token then comes with the start message. Goes before {@link #mediaUrl}, and gives
     * {@link #publicUrl} where that is absent.
     */
    public Builder exactMediaUrl(String url) {
      this.exactMediaUrl = url;
      return this;
    }

    /**
     * Whether to let requests in without a look at their signature, and {@code http} and {@code ws}
     * addresses with them: for trials on one's own machine, never on a public address.
     */
    public Builder insecureWebhooks(boolean insecure) {
      this.insecureWebhooks = insecure;
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws ConfigurationException naming all faults, each by its setting
     */
    public TwilioOptions build() {
      Map<String, String> faults = faults();
      if (!faults.isEmpty()) {
        throw new ConfigurationException(
            faults.entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .toList());
      }
      return new TwilioOptions(this, publicUrl.isEmpty() ? originOf(exactMediaUrl) : publicUrl);
    }

    /** What is wrong or missing: a sentence for each setting, which goes on after its name. */
    Map<String, String> faults() {
      Map<String, String> faults = new LinkedHashMap<>();
      if (accountSid.isEmpty()) {
        faults.put(ACCOUNT_SID, "is missing");
      } else if (!SID.matcher(accountSid).matches()) {
        faults.put(ACCOUNT_SID, "must be AC and 32 hex digits, as the Twilio console shows it");
      }
      if (authTokens.isEmpty()) {
        faults.put(AUTH_TOKEN, "is missing");
      } else if (authTokens.stream().anyMatch(String::isBlank)) {
        faults.put(AUTH_TOKEN, "must not have a blank token in it");
      }
      if (publicUrl.isEmpty() && exactMediaUrl.isEmpty()) {
        faults.put(PUBLIC_URL, "is missing: it is the https address that Twilio reaches");
      }
      checkUrl(PUBLIC_URL, publicUrl, "https", faults);
      checkUrl(PUBLIC_MEDIA_URL, mediaUrl, "wss", faults);
      checkUrl(WEBHOOK_URL, exactMediaUrl, "wss", faults);
      return faults;
    }

    private void checkUrl(String name, String url, String scheme, Map<String, String> faults) {
      if (url.isEmpty()) {
        return;
      }
      String plainScheme = scheme.substring(0, scheme.length() - 1);
      boolean plain = url.startsWith(plainScheme + "://");
      if (plain && !insecureWebhooks) {
        faults.put(name, "must begin with " + scheme + "://, not " + plainScheme + "://");
      } else if (!isAddress(url, plain ? plainScheme : scheme)) {
        faults.put(
            name,
            "must be a URL like "
                + scheme
                + "://voice.example.com, without user, query or fragment");
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

    private static String originOf(String mediaUrl) {
      URI uri = URI.create(mediaUrl);
      return uri.getScheme().replaceFirst("ws", "http") + "://" + uri.getRawAuthority();
    }
  }
}
