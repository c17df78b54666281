package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.media.AudioFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session as a call's agent wants it by now, and whether the one that is in force is that.
 *
 * <p>Guarded by the lock of the agent.
 */
final class SessionSettings {
  private static final AudioFormat PCM = AudioFormat.l16(24000);

  private final AgentConfig config;
  private final Consumer<ObjectNode> completion;
  private AudioFormat format = AudioFormat.PCMU; // the telephone's usual one, until it is known
  private boolean listening;

  /**
   * As a call begins.
   *
   * @param completion writes into the session what is not in the configuration
   */
  SessionSettings(AgentConfig config, Consumer<ObjectNode> completion) {
    this.config = config;
    this.completion = completion;
    this.listening = config.bargeIn() != BargeIn.AFTER_GREETING || config.greeting() == null;
  }

  /**
   * Audio is in that format, both ways.
   *
   * @return whether that is new
   */
  boolean use(AudioFormat wanted) {
    boolean changed = !wanted.equals(format);
    format = wanted;
    return changed;
  }

  /**
   * The model answers the caller, and lets itself be interrupted.
   *
   * @return whether that is new
   */
  boolean listen() {
    boolean changed = !listening;
    listening = true;
    return changed;
  }

  /** The model's format for a carrier's: the same law, or linear audio. */
  static AudioFormat formatFor(AudioFormat carrier) {
    return carrier.encoding() == AudioFormat.Encoding.L16 ? PCM : carrier;
  }

  /** The {@code session} of {@code session.update} that makes a new session this one. */
  ObjectNode write() {
    ObjectNode session = writeChanges();
    session.putArray("output_modalities").add("audio");
    ObjectNode input = (ObjectNode) session.path("audio").path("input");
    input.set("format", write(format));
    writeNoiseReduction(input);
    writeTranscription(input);
    ObjectNode output = ((ObjectNode) session.path("audio")).putObject("output");
    output.set("format", write(format));
    output.put("voice", config.voice());
    return session;
  }

  /**
   * The same of what may change while it lasts; a voice that has spoken must not be named again.
   */
  ObjectNode writeChanges() {
    ObjectNode session = ClientMessages.object().put("type", "realtime");
    session.put("instructions", config.instructions());
    writeTurnDetection(session.putObject("audio").putObject("input"));
    completion.accept(session);
    return session;
  }

  /** What of the session in force is not as it was asked for; null if all is. */
  @Nullable String mismatch(ServerMessage updated) {
    String wanted = mediaType(format);
    for (String way : new String[] {"input", "output"}) {
      String given = updated.text("session", "audio", way, "format", "type");
      if (!given.equals(wanted)) {
        return "the session's " + way + " is " + given + ", asked for was " + wanted;
      }
    }
    return null;
  }

  private void writeNoiseReduction(ObjectNode input) {
    if (config.noiseReduction() == AgentConfig.NoiseReduction.OFF) {
      input.putNull("noise_reduction");
    } else {
      input
          .putObject("noise_reduction")
          .put("type", config.noiseReduction().name().toLowerCase(Locale.ROOT));
    }
  }

  private void writeTranscription(ObjectNode input) {
    if (config.transcriptionModel() == null) {
      input.putNull("transcription");
      return;
    }
    ObjectNode transcription = input.putObject("transcription");
    transcription.put("model", config.transcriptionModel());
    if (config.language() != null) {
      transcription.put("language", config.language());
    }
  }

  private void writeTurnDetection(ObjectNode input) {
    TurnDetection detection = config.turnDetection();
    if (detection instanceof TurnDetection.None) {
      input.putNull("turn_detection");
      return;
    }
    ObjectNode written = input.putObject("turn_detection");
    if (detection instanceof TurnDetection.Server server) {
      written
          .put("type", "server_vad")
          .put("threshold", server.threshold())
          .put("prefix_padding_ms", server.prefixPadding().toMillis())
          .put("silence_duration_ms", server.silence().toMillis());
    } else if (detection instanceof TurnDetection.Semantic semantic) {
      written.put("type", "semantic_vad").put("eagerness", semantic.eagerness().wireName());
    }
    // Where the model may not be interrupted, the agent asks for each answer when its turn has
    // come.
    boolean byItself = listening && config.bargeIn() != BargeIn.FORBIDDEN;
    written.put("create_response", byItself).put("interrupt_response", byItself);
  }

  private static ObjectNode write(AudioFormat format) {
    ObjectNode written = ClientMessages.object().put("type", mediaType(format));
    if (format.encoding() == AudioFormat.Encoding.L16) {
      written.put("rate", format.sampleRateHz());
    }
    return written;
  }

  private static String mediaType(AudioFormat format) {
    return switch (format.encoding()) {
      case PCMU -> "audio/pcmu";
      case PCMA -> "audio/pcma";
      case L16 -> "audio/pcm";
    };
  }
}
