package io.callrouter.media;

import io.callrouter.codec.LevelMeter;
import java.time.Duration;

/**
 * A tap that tells when the caller, and the agent as the caller hears it, start and stop speaking,
 * and how loud both are: voice activity detection by energy.
 *
 * <pre>{@code
 * builder.tap("speech", context -> SpeechActivity.listener(mine))
 * }</pre>
 *
 * <p>Somebody speaks from the first of three frames in a row (60 ms) whose power is 10 dB above the
 * noise, until the last frame that is 6 dB above it before a pause of 300 ms. The noise is learnt
 * on each side for itself: the lowest level of late, which may rise by 3 dB a second, and no lower
 * than −60 dBFS. So after some ten seconds a steady sound, such as a tone or a fan, is noise.
 * Energy does not tell speech from music, a dog, or a key that is pressed.
 *
 * <p>It is told late, as all taps are: that is for statistics, meters and turn-taking seen
 * afterwards. An endpoint that lets itself be interrupted needs to listen by itself.
 *
 * @since 0.1
 */
public final class SpeechActivity implements AudioTap {
  private static final int FRAMES_PER_LEVEL = 5; // 100 ms

  /** What is measured of one side. */
  private static final class Side {
    final Speaker speaker;
    final TalkspurtDetector talkspurts = new TalkspurtDetector();
    final LevelMeter frame = new LevelMeter();
    final LevelMeter level = new LevelMeter();

    Side(Speaker speaker) {
      this.speaker = speaker;
    }

    AudioLevel takeLevel() {
      AudioLevel now = new AudioLevel(level.rmsDbfs(), level.peakDbfs());
      level.reset();
      return now;
    }
  }

  private final SpeechListener listener;
  private final Side caller = new Side(Speaker.CALLER);
  private final Side agent = new Side(Speaker.AGENT);
  private int frames;
  private long levelStart;

  private SpeechActivity(SpeechListener listener) {
    this.listener = listener;
  }

  /**
   * The tap of one call.
   *
   * @param listener is told; may be the same for several calls
   */
  public static SpeechActivity listener(SpeechListener listener) {
    return new SpeechActivity(listener);
  }

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    return AudioFormat.l16(carrierFormat.sampleRateHz());
  }

  @Override
  public void onAudio(TapContext context, AudioFrame said, AudioFrame heard) throws Exception {
    measure(context, caller, said);
    measure(context, agent, heard);
    if (frames == 0) {
      levelStart = said.timestampSamples();
    }
    frames++;
    if (frames == FRAMES_PER_LEVEL) {
      frames = 0;
      listener.onLevels(context, time(context, levelStart), caller.takeLevel(), agent.takeLevel());
    }
  }

  @Override
  public void onEnd(TapContext context) throws Exception {
    for (Side side : new Side[] {caller, agent}) {
      if (side.talkspurts.finish()) {
        tell(context, side);
      }
    }
  }

  private void measure(TapContext context, Side side, AudioFrame audio) throws Exception {
    side.frame.reset();
    side.frame.push(audio.array(), audio.offset(), audio.length());
    side.level.push(audio.array(), audio.offset(), audio.length());
    long from = audio.timestampSamples();
    long to = from + audio.length() / audio.format().bytesPerSample();
    if (side.talkspurts.frame(side.frame.rmsDbfs(), from, to)) {
      tell(context, side);
    }
  }

  private void tell(TapContext context, Side side) throws Exception {
    TalkspurtDetector found = side.talkspurts;
    if (found.isSpeaking()) {
      listener.onSpeechStart(context, side.speaker, time(context, found.start()));
    } else {
      listener.onSpeechEnd(
          context, side.speaker, time(context, found.start()), time(context, found.end()));
    }
  }

  private static Duration time(TapContext context, long samples) {
    return context.format().durationOf(samples * context.format().bytesPerSample());
  }
}
