package io.callrouter.openai;

import io.callrouter.media.AudioClip;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is: which model, with which voice, told what. Immutable; one serves all calls.
 *
 * @since 0.1
 */
public final class AgentConfig {
  /** OpenAI's own address. */
  public static final URI OPENAI = URI.create("wss://api.openai.com/v1/realtime");

  private final Builder from;

  private AgentConfig(Builder from) {
    this.from = from;
  }

  /**
   * Begins to describe an agent.
   *
   * @param apiKey the service's key; sent to the service only, never logged
   * @throws IllegalArgumentException if it is blank
   */
  public static Builder builder(String apiKey) {
    return new Builder(apiKey);
  }

  URI address() {
    String query = "model=" + URLEncoder.encode(from.model, StandardCharsets.UTF_8);
    String before = from.url.getRawQuery() == null ? "?" : "&";
    return URI.create(from.url + before + query);
  }

  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Authorization", "Bearer " + from.apiKey);
    headers.putAll(from.headers);
    return headers;
  }

  String model() {
    return from.model;
  }

  String voice() {
    return from.voice;
  }

  String instructions() {
    return from.instructions;
  }

  @Nullable String greeting() {
    return from.greeting;
  }

  TurnDetection turnDetection() {
    return from.turnDetection;
  }

  NoiseReduction noiseReduction() {
    return from.noiseReduction;
  }

  @Nullable String transcriptionModel() {
    return from.transcriptionModel;
  }

  @Nullable String language() {
    return from.language;
  }

  BargeIn bargeIn() {
    return from.bargeIn;
  }

  ModelTransport transport() {
    return from.transport;
  }

  @Nullable AudioClip apology() {
    return from.apology;
  }

  AgentListener listener() {
    return from.listener;
  }

  List<Tool> tools() {
    return from.tools;
  }

  List<ToolSource> toolSources() {
    return from.toolSources;
  }

  /** The tool by which the caller is looked up; null where the host knows of none. */
  @Nullable Tool callerTool() {
    return from.phoneSessions == null ? null : CallerLookup.tool(from.phoneSessions);
  }

  @Override
  public String toString() {
    return "agent " + from.model + " with voice " + from.voice;
  }

  /**
   * What cleans the caller's audio before turn detection and model; see the Realtime API, {@code
   * audio.input.noise_reduction}.
   *
   * @since 0.1
   */
  public enum NoiseReduction {
    /** Nothing. */
    OFF,
    /** For a handset or headset. */
    NEAR_FIELD,
    /** For a loudspeaker phone. */
    FAR_FIELD
  }

  /**
   * Gathers what an agent is. For use by one thread.
   *
   * @since 0.1
   */
  public static final class Builder implements Cloneable {
    private final String apiKey;
    private URI url = OPENAI;
    private Map<String, String> headers = Map.of();
    private String model = "gpt-realtime";
    private String voice = "marin";
    private String instructions = "";
    private @Nullable String greeting = "Greet the caller in one short sentence.";
    private TurnDetection turnDetection = TurnDetection.server();
    private NoiseReduction noiseReduction = NoiseReduction.OFF;
    private @Nullable String transcriptionModel = "gpt-4o-mini-transcribe";
    private @Nullable String language;
    private BargeIn bargeIn = BargeIn.ALLOWED;
    private ModelTransport transport = JdkModelTransport.SHARED;
    private @Nullable AudioClip apology;
    private AgentListener listener = (call, event) -> {};
    private List<Tool> tools = List.of();
    private List<ToolSource> toolSources = List.of();
    private @Nullable PhoneSessions<?> phoneSessions;

    private Builder(String apiKey) {
      if (apiKey.isBlank()) {
        throw new IllegalArgumentException("the API key is blank");
      }
      this.apiKey = apiKey;
    }

    /**
     * Another address than {@link #OPENAI}: Azure, a proxy, a test.
     *
     * @param url {@code wss}, or {@code ws} on a trusted network; the model is added as a parameter
     * @throws IllegalArgumentException if it is neither
     */
    public Builder url(URI url) {
      if (!"wss".equals(url.getScheme()) && !"ws".equals(url.getScheme())) {
        throw new IllegalArgumentException("the model's address must be wss or ws, not " + url);
      }
      this.url = url;
      return this;
    }

    /** Headers beside the key's, or in its place. */
    public Builder headers(Map<String, String> headers) {
      this.headers = Map.copyOf(headers);
      return this;
    }

    /** The model's name, passed on as it is: {@code gpt-realtime} where nothing is said. */
    public Builder model(String model) {
      this.model = Objects.requireNonNull(model, "model");
      return this;
    }

    /** The voice's name: {@code marin} where nothing is said. */
    public Builder voice(String voice) {
      this.voice = Objects.requireNonNull(voice, "voice");
      return this;
    }

    /** Who the agent is and what it does, in words. */
    public Builder instructions(String instructions) {
      this.instructions = Objects.requireNonNull(instructions, "instructions");
      return this;
    }

    /** How the agent begins, in words for the model; null lets the caller speak first. */
    public Builder greeting(@Nullable String greeting) {
      this.greeting = greeting;
      return this;
    }

    /** How turns are found; {@link TurnDetection#server()} where nothing is said. */
    public Builder turnDetection(TurnDetection turnDetection) {
      this.turnDetection = Objects.requireNonNull(turnDetection, "turnDetection");
      return this;
    }

    /** Off where nothing is said: a telephone line has been cleaned by the phone. */
    public Builder noiseReduction(NoiseReduction noiseReduction) {
      this.noiseReduction = Objects.requireNonNull(noiseReduction, "noiseReduction");
      return this;
    }

    /** The model that writes down what the caller says; null for no transcript of his side. */
    public Builder transcription(@Nullable String model) {
      this.transcriptionModel = model;
      return this;
    }

    /** The caller's language for the transcript, ISO 639-1; null lets the service find out. */
    public Builder language(@Nullable String language) {
      this.language = language;
      return this;
    }

    /** What happens when the caller speaks while the agent does; allowed where nothing is said. */
    public Builder bargeIn(BargeIn bargeIn) {
      this.bargeIn = Objects.requireNonNull(bargeIn, "bargeIn");
      return this;
    }

    /**
     * What the model may call; {@link PhoneTools} has some. None where nothing is said.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public Builder tools(Tool... tools) {
      Set<String> names = new HashSet<>();
      for (Tool tool : tools) {
        if (!names.add(tool.name())) {
          throw new IllegalArgumentException("there are two tools named " + tool.name());
        }
      }
      this.tools = List.of(tools);
      return this;
    }

    /** Where each call gets more tools from, in the background. None where nothing is said. */
    public Builder toolSources(ToolSource... sources) {
      this.toolSources = List.of(sources);
      return this;
    }

    /**
     * What the host knows about callers: looked up when the agent is made and told the model before
     * its greeting, which waits for it half a second at most; and the tool {@code
     * get_phone_session}.
     */
    public Builder phoneSessions(PhoneSessions<?> sessions) {
      this.phoneSessions = Objects.requireNonNull(sessions, "sessions");
      return this;
    }

    /**
     * What the caller is told when the model is gone and does not come back, before the agent ends
     * with a failed outcome; recorded, since there is nobody left to speak. Nothing where none is
     * given: the flow goes on at once.
     */
    public Builder apology(AudioClip apology) {
      this.apology = Objects.requireNonNull(apology, "apology");
      return this;
    }

    /** Another way to the model than the JDK's HTTP client. */
    public Builder transport(ModelTransport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /** Is told what happens in each call's conversation. */
    public Builder listener(AgentListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** The agent as described so far; the builder may be changed for another one. */
    public AgentConfig build() {
      return new AgentConfig(copy());
    }

    private Builder copy() {
      try {
        return (Builder) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
