package io.callrouter.provider.telnyx;

import io.callrouter.config.ConfigurationException;
import io.callrouter.media.AudioFormat;
import java.net.URI;
import java.nio.ByteOrder;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The account, the public addresses and the preferences of one Telnyx provider; immutable.
 *
 * @since 0.1
 */
public final class TelnyxOptions {
  static final String API_KEY = "TELNYX_API_KEY";
  static final String PUBLIC_KEY = "TELNYX_PUBLIC_KEY";
  static final String CONNECTION_ID = "TELNYX_CONNECTION_ID";
  static final String WEBHOOK_PATH = "TELNYX_WEBHOOK_PATH";
  static final String API_URL = "TELNYX_API_URL";
  static final String CODEC = "TELNYX_CODEC";
  static final String L16_BYTE_ORDER = "TELNYX_L16_BYTE_ORDER";
  static final String SPEAK_VOICE = "TELNYX_SPEAK_VOICE";
  static final String SPEAK_LANGUAGE = "TELNYX_SPEAK_LANGUAGE";
  static final String COMMAND_TIMEOUT = "TELNYX_COMMAND_TIMEOUT_SECONDS";
  static final String PUBLIC_URL = "PUBLIC_URL";
  static final String PUBLIC_MEDIA_URL = "PUBLIC_MEDIA_URL";

  static final Duration LEAST_COMMAND_TIMEOUT = Duration.ofSeconds(1);

  /** Telnyx passes over a repeated command for 60 s, so no try may come near that. */
  static final Duration MOST_COMMAND_TIMEOUT = Duration.ofSeconds(50);

  private static final Map<String, AudioFormat> CODECS =
      Map.of(
          "PCMU",
          AudioFormat.PCMU,
          "PCMA",
          AudioFormat.PCMA,
          "L16/8000",
          AudioFormat.l16(8000),
          "L16/16000",
          AudioFormat.l16(16000));

  private final String apiKey;
  private final List<PublicKey> publicKeys;
  private final String connectionId;
  private final URI publicUrl;
  private final URI mediaUrl;
  private final @Nullable String webhookPath;
  private final URI apiUrl;
  private final AudioFormat codec;
  private final ByteOrder l16ByteOrder;
  private final String voice;
  private final String language;
  private final Duration commandTimeout;
  private final boolean insecureWebhooks;

  private TelnyxOptions(Builder builder) {
    this.apiKey = builder.apiKey;
    this.publicKeys =
        builder.publicKeys.stream().map(SigningKey::read).filter(Objects::nonNull).toList();
    this.connectionId = builder.connectionId;
    this.publicUrl = URI.create(builder.publicUrl);
    this.mediaUrl =
        URI.create(
            builder.mediaUrl.isEmpty()
                ? builder.publicUrl.replaceFirst("http", "ws")
                : builder.mediaUrl);
    this.webhookPath = builder.webhookPath.isEmpty() ? null : builder.webhookPath;
    this.apiUrl = URI.create(builder.apiUrl);
    this.codec = Objects.requireNonNull(CODECS.get(builder.codecName()));
    this.l16ByteOrder = builder.l16ByteOrder;
    this.voice = builder.voice;
    this.language = builder.language;
    this.commandTimeout = builder.commandTimeout;
    this.insecureWebhooks = builder.insecureWebhooks;
  }

  /** A builder with the preferences set as documented and nothing else. */
  public static Builder builder() {
    return new Builder();
  }

  /** The Call Control application whose calls are taken, and through which calls are dialled. */
  public String connectionId() {
    return connectionId;
  }

  /** The public address that Telnyx's webhooks go to. */
  public URI publicUrl() {
    return publicUrl;
  }

  /** The public address under which media sockets are opened, each on a path of its own. */
  public URI mediaUrl() {
    return mediaUrl;
  }

  /** The path of the webhooks, or null for the one that the instance's id gives. */
  public @Nullable String webhookPath() {
    return webhookPath;
  }

  /** Where commands go. */
  public URI apiUrl() {
    return apiUrl;
  }

  /** The format that Telnyx is asked for, for the media of both directions. */
  public AudioFormat codec() {
    return codec;
  }

  /** How Telnyx writes a sample of L16. */
  public ByteOrder l16ByteOrder() {
    return l16ByteOrder;
  }

  /** The voice that speaks where an action names none. */
  public String voice() {
    return voice;
  }

  /** The language that is spoken where an action names none. */
  public String language() {
    return language;
  }

  /** How long a command may take, with all its tries. */
  public Duration commandTimeout() {
    return commandTimeout;
  }

  /** Whether requests are let in without a look at their signature. */
  public boolean insecureWebhooks() {
    return insecureWebhooks;
  }

  String apiKey() {
    return apiKey;
  }

  List<PublicKey> publicKeys() {
    return publicKeys;
  }

  /** Leaves out the keys. */
  @Override
  public String toString() {
    return "Telnyx connection "
        + connectionId
        + ", requests at "
        + publicUrl
        + ", media at "
        + mediaUrl
        + (insecureWebhooks ? ", signatures not checked" : "");
  }

  /**
   * Gathers options. API key, at least one public key, connection and a public address are needed.
   *
   * @since 0.1
   */
  public static final class Builder {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,512}");
    private static final Pattern CONNECTION = Pattern.compile("[0-9]{1,32}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private String apiKey = "";
    private List<String> publicKeys = List.of();
    private String connectionId = "";
    private String publicUrl = "";
    private String mediaUrl = "";
    private String webhookPath = "";
    private String apiUrl = "https://api.telnyx.com/v2";
    private String codec = "PCMU";
    private ByteOrder l16ByteOrder = ByteOrder.LITTLE_ENDIAN;
    private String voice = "female";
    private String language = "en-US";
    private Duration commandTimeout = Duration.ofSeconds(20);
    private boolean insecureWebhooks;

    private Builder() {}

    /** The key that commands carry; the portal shows it once, under API Keys. */
    public Builder apiKey(String key) {
      this.apiKey = key;
      return this;
    }

    /**
     * The keys that webhooks are signed with, as the portal shows them under Keys &amp;
     * Credentials: base64 of 32 bytes; several while one is exchanged for another.
     */
    public Builder publicKeys(List<String> keys) {
      this.publicKeys = List.copyOf(keys);
      return this;
    }

    /** The Call Control application whose calls are taken: its id, digits only. */
    public Builder connectionId(String id) {
      this.connectionId = id;
      return this;
    }

    /**
     * The public {@code https} address that Telnyx's webhooks go to; our paths are appended. Behind
     * a proxy it is the address Telnyx sees; a path in it is one the proxy takes away.
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
     * The path of the webhooks, taken as it is; by default {@code /telnyx/webhook}, after the
     * instance's id where that is not {@code telnyx}.
     */
    public Builder webhookPath(String path) {
      this.webhookPath = path;
      return this;
    }

    /** Where commands go; by default {@code https://api.telnyx.com/v2}. */
    public Builder apiUrl(String url) {
      this.apiUrl = url;
      return this;
    }

    /**
     * The codec of the media: {@code PCMU} (the default), {@code PCMA}, {@code L16/8000} or {@code
     * L16/16000}; {@code L16} alone is the latter.
     */
    public Builder codec(String name) {
      this.codec = name;
      return this;
    }

    /**
     * How Telnyx writes a sample of L16, which it does not document; by default little-endian, as
     * it is found in the field.
     */
    public Builder l16ByteOrder(ByteOrder order) {
      this.l16ByteOrder = order;
      return this;
    }

    /**
     * The voice that speaks where an action names none, such as {@code AWS.Polly.Joanna}; by
     * default {@code female}.
     */
    public Builder voice(String name) {
      this.voice = name;
      return this;
    }

    /** The language that is spoken where an action names none; by default {@code en-US}. */
    public Builder language(String tag) {
      this.language = tag;
      return this;
    }

    /**
     * How long a command may take, with all its tries and the waits between them: from 1 to 50 s,
     * by default 20 s. A single try has 3 s of it.
     */
    public Builder commandTimeout(Duration longest) {
      this.commandTimeout = longest;
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
    public TelnyxOptions build() {
      Map<String, String> faults = faults();
      if (!faults.isEmpty()) {
        throw new ConfigurationException(
            faults.entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .toList());
      }
      return new TelnyxOptions(this);
    }

    /** What is wrong or missing: a sentence for each setting, which goes on after its name. */
    Map<String, String> faults() {
      Map<String, String> faults = new LinkedHashMap<>();
      checkAccount(faults);
      if (publicUrl.isEmpty()) {
        faults.put(PUBLIC_URL, "is missing: it is the https address that Telnyx reaches");
      }
      UrlFaults.check(PUBLIC_URL, publicUrl, "https", insecureWebhooks, faults);
      UrlFaults.check(PUBLIC_MEDIA_URL, mediaUrl, "wss", insecureWebhooks, faults);
      if (apiUrl.isEmpty()) {
        faults.put(API_URL, "must not be empty");
      }
      UrlFaults.check(API_URL, apiUrl, "https", UrlFaults.isLoopback(apiUrl), faults);
      if (!webhookPath.isEmpty() && !PATH.matcher(webhookPath).matches()) {
        faults.put(WEBHOOK_PATH, "must be a path like /api/telnyx/webhook");
      }
      checkPreferences(faults);
      return faults;
    }

    private void checkAccount(Map<String, String> faults) {
      if (apiKey.isEmpty()) {
        faults.put(API_KEY, "is missing");
      } else if (!KEY.matcher(apiKey).matches()) {
        faults.put(API_KEY, "must be a key as Telnyx's portal gives it, without blanks");
      }
      if (publicKeys.isEmpty() && !insecureWebhooks) {
        faults.put(PUBLIC_KEY, "is missing");
      } else if (publicKeys.stream().anyMatch(key -> SigningKey.read(key) == null)) {
        faults.put(
            PUBLIC_KEY,
            "must be base64 of the 32 bytes of an Ed25519 key, as Telnyx's portal shows it under"
                + " Keys & Credentials, not a PEM text");
      }
      if (connectionId.isEmpty()) {
        faults.put(CONNECTION_ID, "is missing: it is the id of the Call Control application");
      } else if (!CONNECTION.matcher(connectionId).matches()) {
        faults.put(CONNECTION_ID, "must be digits, as Telnyx's portal shows them");
      }
    }

    private void checkPreferences(Map<String, String> faults) {
      if (!CODECS.containsKey(codecName())) {
        faults.put(
            CODEC,
            "must be PCMU, PCMA, L16/8000 or L16/16000; G722, OPUS and AMR-WB are not supported");
      }
      if (!WORD.matcher(voice).matches()) {
        faults.put(SPEAK_VOICE, "must be the name of a voice, like female or AWS.Polly.Joanna");
      }
      if (!WORD.matcher(language).matches()) {
        faults.put(SPEAK_LANGUAGE, "must be a language tag, like en-US");
      }
      if (commandTimeout.compareTo(LEAST_COMMAND_TIMEOUT) < 0
          || commandTimeout.compareTo(MOST_COMMAND_TIMEOUT) > 0) {
        faults.put(COMMAND_TIMEOUT, "must be from 1 to 50");
      }
    }

    private String codecName() {
      String name = codec.toUpperCase(Locale.ROOT);
      return name.equals("L16") ? "L16/16000" : name;
    }
  }
}
