package io.callrouter.testkit.conformance;

import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import java.util.Arrays;
import java.util.List;

/** Providers that carry audio wrongly. */
final class BrokenMedia {
  private static final int FRAME_MS = 20;

  private BrokenMedia() {}

  static List<Breakage> all() {
    return List.of(
        Breakage.hearing(
            "hears a frame late",
            events ->
                new DelegatingWire.Events(events) {
                  private byte[] held = new byte[0];
                  private long heldMs;

                  @Override
                  public void onAudio(
                      Track track, long sequence, byte[] audio, int offset, int length, long ms) {
                    if (held.length > 0) {
                      super.onAudio(track, sequence, held, 0, held.length, heldMs);
                    }
                    held = Arrays.copyOfRange(audio, offset, offset + length);
                    heldMs = ms;
                  }
                }),
        Breakage.hearing(
            "hears every sixteenth frame as silence",
            events ->
                new DelegatingWire.Events(events) {
                  private int frames;

                  @Override
                  public void onAudio(
                      Track track, long sequence, byte[] audio, int offset, int length, long ms) {
                    if (++frames % 16 == 0) {
                      Arrays.fill(audio, offset, offset + length, (byte) 0xFF);
                    }
                    super.onAudio(track, sequence, audio, offset, length, ms);
                  }
                }),
        Breakage.wire(
            "plays at half the level",
            sound ->
                new DelegatingWire(sound) {
                  @Override
                  public String audio(byte[] audio, int offset, int length) {
                    byte[] softer = new byte[length];
                    for (int i = 0; i < length; i++) {
                      byte code = audio[offset + i];
                      // One segment of µ-law lower, where there is one.
                      softer[i] = (~code & 0x70) == 0 ? code : (byte) (code + 0x10);
                    }
                    return super.audio(softer, 0, length);
                  }
                }),
        Breakage.wire(
            "never plays a mark to its end",
            sound ->
                new DelegatingWire(sound) {
                  @Override
                  public String mark(String name) {
                    return super.mark("x" + name);
                  }
                }),
        Breakage.hearing(
            "hears each key twice",
            events ->
                new DelegatingWire.Events(events) {
                  @Override
                  public void onDigit(char digit) {
                    super.onDigit(digit);
                    super.onDigit(digit);
                  }
                }),
        Breakage.wire(
            "does not drop what waits",
            sound ->
                new DelegatingWire(sound) {
                  @Override
                  public String clear() {
                    return super.mark("nothing");
                  }
                }),
        Breakage.hearing(
            "counts time by what came",
            events ->
                new DelegatingWire.Events(events) {
                  private long frames;

                  @Override
                  public void onAudio(
                      Track track, long sequence, byte[] audio, int offset, int length, long ms) {
                    super.onAudio(track, sequence, audio, offset, length, FRAME_MS * frames++);
                  }
                }),
        Breakage.hearing(
            "drops every tenth frame's time",
            events ->
                new DelegatingWire.Events(events) {
                  private long frames;

                  @Override
                  public void onAudio(
                      Track track, long sequence, byte[] audio, int offset, int length, long ms) {
                    long late = ++frames % 10 == 0 ? ms + 60 : ms;
                    super.onAudio(track, sequence, audio, offset, length, late);
                  }
                }),
        sharing());
  }

  /** All calls speak by the words of the first one. */
  private static Breakage sharing() {
    return Breakage.provider(
        "has one wire for all calls",
        sound ->
            new DelegatingProvider(sound) {
              private MediaWire first;

              @Override
              public synchronized MediaWire openWire() {
                first = first == null ? super.openWire() : first;
                return first;
              }
            });
  }
}
