package io.callrouter.openai;

import io.callrouter.media.AudioFrame;
import io.callrouter.spi.wire.MessageTemplate;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says, on its way to the model; kept until the session takes it.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Uplink {
  /** A session that is not there by then has other troubles. */
  private static final int KEPT_MS = 10_000;

  private final MessageTemplate append =
      new MessageTemplate("{\"type\":\"input_audio_buffer.append\",\"audio\":\"", "\"}");
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private @Nullable ModelSocket socket;

  /** The caller has said so much more. */
  void audio(AudioFrame frame) {
    ModelSocket open = socket;
    if (open != null) {
      open.send(append.withBase64(frame.array(), frame.offset(), frame.length()));
    } else {
      keep(frame);
    }
  }

  /** The session takes audio from now on: first what was kept. */
  void open(ModelSocket ready) {
    socket = ready;
    byte[] first = kept.toByteArray();
    kept.reset();
    if (first.length > 0) {
      ready.send(append.withBase64(first, 0, first.length));
    }
  }

  /** The session is gone: what is said is kept for the next one. */
  void broken() {
    socket = null;
  }

  /** The latest counts: of what the caller said first, the model hears the end. */
  private void keep(AudioFrame frame) {
    int most = frame.format().bytesOf(KEPT_MS);
    if (kept.size() + frame.length() > most) {
      byte[] all = kept.toByteArray();
      kept.reset();
      byte[] latest = Arrays.copyOfRange(all, all.length / 2, all.length);
      kept.write(latest, 0, latest.length);
    }
    kept.write(frame.array(), frame.offset(), frame.length());
  }
}
