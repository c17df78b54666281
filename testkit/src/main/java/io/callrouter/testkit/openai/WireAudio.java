package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import java.util.Arrays;

/** The formats of audio in a session. */
enum WireAudio {
  PCM("audio/pcm", 24000, Pcm16.BYTES) {
    @Override
    byte[] encode(short[] pcm) {
      byte[] bytes = new byte[pcm.length * Pcm16.BYTES];
      if (pcm.length > 0) {
        Pcm16.encode(pcm, 0, pcm.length, bytes, 0);
      }
      return bytes;
    }

    @Override
    void decode(byte[] bytes, short[] pcm) {
      Pcm16.decode(bytes, 0, bytes.length, pcm, 0);
    }

    @Override
    ObjectNode json() {
      return super.json().put("rate", sampleRateHz());
    }
  },

  PCMU("audio/pcmu", 8000, 1) {
    @Override
    byte[] encode(short[] pcm) {
      return companded(G711.PCMU, pcm);
    }

    @Override
    void decode(byte[] bytes, short[] pcm) {
      G711.PCMU.decode(bytes, 0, bytes.length, pcm, 0);
    }
  },

  PCMA("audio/pcma", 8000, 1) {
    @Override
    byte[] encode(short[] pcm) {
      return companded(G711.PCMA, pcm);
    }

    @Override
    void decode(byte[] bytes, short[] pcm) {
      G711.PCMA.decode(bytes, 0, bytes.length, pcm, 0);
    }
  };

  private final String type;
  private final int sampleRateHz;
  private final int sampleBytes;

  WireAudio(String type, int sampleRateHz, int sampleBytes) {
    this.type = type;
    this.sampleRateHz = sampleRateHz;
    this.sampleBytes = sampleBytes;
  }

  /** The format of a value that was checked. */
  static WireAudio of(JsonNode format) {
    return named(format.path("type").asText());
  }

  static WireAudio named(String type) {
    return Arrays.stream(values())
        .filter(format -> format.type.equals(type))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no audio format: " + type));
  }

  int sampleRateHz() {
    return sampleRateHz;
  }

  int sampleBytes() {
    return sampleBytes;
  }

  ObjectNode json() {
    return Json.object().put("type", type);
  }

  abstract byte[] encode(short[] pcm);

  /** The samples of whole ones. */
  short[] decode(byte[] bytes) {
    short[] pcm = new short[bytes.length / sampleBytes];
    if (pcm.length > 0) {
      decode(bytes, pcm);
    }
    return pcm;
  }

  abstract void decode(byte[] bytes, short[] pcm);

  static byte[] companded(G711 law, short[] pcm) {
    byte[] bytes = new byte[pcm.length];
    if (pcm.length > 0) {
      law.encode(pcm, 0, pcm.length, bytes, 0);
    }
    return bytes;
  }
}
