package io.callrouter.codec;

/**
 * Converts one direction of one audio stream from a sampling rate to another, chunk by chunk.
 *
 * <p>Samples are signed 16-bit at 8, 12, 16, 24, 32, 44.1 or 48 kHz; mono comes out, and mono or
 * interleaved stereo goes in, mixed on the way. The cut between chunks leaves no trace: chunks of
 * any size give the samples of one block, bit for bit, on every platform. After {@code n} samples
 * in all, {@code n * toHz / fromHz} (rounded down) have come out, so a 20 ms frame gives a 20 ms
 * frame, and after hours nothing has drifted.
 *
 * <p>The filter has linear phase. It passes up to 0.425 of the lower rate (3.4 kHz at 8 kHz) within
 * 0.02 dB and stops from 0.575 of it (4.6 kHz) by at least 100 dB. What lies between folds into the
 * gap above the telephone band, which halves the delay compared with a filter that stops at half
 * the lower rate: it is 2 ms at most with a lower rate of 8 kHz, and less with higher ones. Results
 * are rounded to nearest and saturate; there is no dither, so digital silence stays digital
 * silence. Equal rates pass mono through untouched.
 *
 * <p>An instance holds the history of its stream, 2 KiB at most, and allocates nothing: what a
 * conversion needs while it runs, 64 KiB, is made when more run at once than ever before and shared
 * by all. It belongs to one thread at a time; no method blocks.
 *
 * @since 0.1
 */
public sealed interface Resampler permits PassThrough, PolyphaseResampler {

  /**
   * Makes a resampler of mono with an empty history. The filter of a pair of rates is designed when
   * it is first asked for, which takes some milliseconds, and shared from then on.
   *
   * @param fromHz rate of the input: 8000, 12000, 16000, 24000, 32000, 44100 or 48000
   * @param toHz rate of the output, one of the same
   * @return a resampler for one stream
   * @throws IllegalArgumentException if a rate is another one
   */
  static Resampler of(int fromHz, int toHz) {
    return of(fromHz, toHz, 1);
  }

  /**
   * Makes a resampler with an empty history, which gives mono.
   *
   * @param fromHz rate of the input: 8000, 12000, 16000, 24000, 32000, 44100 or 48000
   * @param toHz rate of the output, one of the same
   * @param channels 1, or 2 for interleaved stereo, of which the mean of left and right is taken
   * @return a resampler for one stream
   * @throws IllegalArgumentException if a rate or the number of channels is another one
   */
  static Resampler of(int fromHz, int toHz, int channels) {
    RateRatio ratio = RateRatio.of(fromHz, toHz);
    Channels.requireSupported(channels);
    return ratio.isOne()
        ? new PassThrough(channels)
        : new PolyphaseResampler(PolyphaseFilter.of(ratio), toHz, channels);
  }

  /**
   * Converts the next samples of the stream.
   *
   * @param in samples at the input rate; of stereo left, right, left, right...
   * @param from index of the first sample
   * @param samples number of samples, at least 1; of stereo those of both channels, so an even
   *     number
   * @param out receives samples at the output rate; must not be {@code in}
   * @param to index of the first sample written
   * @return the number of samples written, at most {@link #maxOutput maxOutput(samples)}
   * @throws IllegalArgumentException if there are no samples, half a stereo sample, or either array
   *     is too short; nothing is written or taken then
   */
  int process(short[] in, int from, int samples, short[] out, int to);

  /**
   * Returns the most samples that one call of {@link #process} can write.
   *
   * @param samples number of samples given to it
   * @return the upper bound of its result, whatever came before
   */
  int maxOutput(int samples);

  /**
   * Returns by how much the output lags behind the input: the sample at time <i>t</i> of the input
   * stream is found at <i>t</i> plus this delay in the output stream.
   *
   * @return the delay in samples at the output rate, exact
   */
  int delaySamples();

  /**
   * Returns the same delay as a time.
   *
   * @return {@link #delaySamples()} in ms
   */
  double delayMs();

  /** Forgets the history, as after a discontinuity: what follows is a new stream. */
  void reset();
}
