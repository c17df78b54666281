package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.TapContext;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it hears, and throws or blocks where a test wants it to. */
class FakeTap implements AudioTap {
  final List<String> told = new ArrayList<>();
  final List<Long> timestamps = new ArrayList<>();
  final ByteArrayOutputStream caller = new ByteArrayOutputStream();
  final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  Optional<AudioFormat> format = Optional.empty();
  String throwsIn = "";
  TapContext context;

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    return format.orElse(carrierFormat);
  }

  @Override
  public void onStart(TapContext context) {
    this.context = context;
    tell("onStart");
  }

  @Override
  public void onAudio(TapContext context, AudioFrame saidFrame, AudioFrame heardFrame) {
    caller.write(saidFrame.array(), saidFrame.offset(), saidFrame.length());
    heard.write(heardFrame.array(), heardFrame.offset(), heardFrame.length());
    timestamps.add(saidFrame.timestampSamples());
    if (throwsIn.equals("onAudio")) {
      tell("onAudio");
    }
  }

  @Override
  public void onEnd(TapContext context) {
    tell("onEnd");
  }

  @Override
  public void close() {
    told.add("close");
    if (throwsIn.equals("close")) {
      throw new IllegalStateException("cannot close");
    }
  }

  /** Where the audio first has this byte, and a run of it ends; times are in ms. */
  double[] heardFromTo(int value) {
    byte[] audio = heard.toByteArray();
    int from = -1;
    int to = -1;
    for (int i = 0; i < audio.length; i++) {
      if ((audio[i] & 0xFF) == value) {
        from = from < 0 ? i : from;
        to = i + 1;
      }
    }
    return new double[] {from / 8.0, to / 8.0};
  }

  private void tell(String what) {
    told.add(what);
    if (what.equals(throwsIn)) {
      throw new IllegalStateException("out of order");
    }
  }
}
