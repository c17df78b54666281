/**
 * Telephone audio in plain Java, without any dependency: companding, rate conversion, framing, WAV
 * files, levels, DTMF tones and their detection.
 *
 * <p>A telephone line brings G.711: one byte for each sample at 8 kHz, 160 of them in a frame of 20
 * ms. Speech services and browsers want linear 16-bit PCM at 16, 24 or 48 kHz. From one to the
 * other are two steps, and two back:
 *
 * <pre>{@code
 * Resampler toService = Resampler.of(8000, 24000);    // one for each stream and direction
 * short[] narrow = new short[160];
 * short[] wide = new short[toService.maxOutput(narrow.length)];
 *
 * int n = G711.PCMU.decode(frame, 0, frame.length, narrow, 0);
 * int m = toService.process(narrow, 0, n, wide, 0);
 * int bytes = Pcm16.encode(wide, 0, m, message, 0);
 * }</pre>
 *
 * <p>Start from {@link io.callrouter.codec.G711} for the two companding laws, {@link
 * io.callrouter.codec.Resampler} for rates, {@link io.callrouter.codec.Pcm16} for samples as bytes,
 * {@link io.callrouter.codec.Reframer} for chunks that are not whole frames, {@link
 * io.callrouter.codec.WavAudio} and {@link io.callrouter.codec.WavWriter} for files, {@link
 * io.callrouter.codec.LevelMeter} for how loud something is, {@link io.callrouter.codec.DtmfTone}
 * for keys to be heard, and {@link io.callrouter.codec.DtmfDetector} for keys that a caller
 * pressed.
 *
 * <p>What works on a stream works on the caller's arrays: source, index, count, destination, index,
 * and the count written comes back. It checks both arrays before the first write and refuses what
 * does not fit with an {@link IllegalArgumentException}, allocates nothing and does not block, so
 * it may run on the thread that read the socket. Samples are mono unless said otherwise.
 */
@NullMarked
package io.callrouter.codec;

import org.jspecify.annotations.NullMarked;
