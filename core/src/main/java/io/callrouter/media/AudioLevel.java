package io.callrouter.media;

/**
 * How loud a stretch of audio was, in dB relative to full scale, from −127 (silence) to 0; see
 * {@link io.callrouter.codec.LevelMeter}.
 *
 * @param rmsDbfs the level of its power; that of speech on the telephone is around −26
 * @param peakDbfs the level of its largest sample
 * @since 0.1
 */
public record AudioLevel(double rmsDbfs, double peakDbfs) {}
