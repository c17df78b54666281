package io.callrouter.provider.telnyx;

import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.Track;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keeps what a wire tells, one line each. */
final class RecordedEvents implements MediaEvents {
  final List<String> lines = new ArrayList<>();

  @Override
  public void onStart(MediaStart start) {
    lines.add(
        "start "
            + start.carrierId()
            + " "
            + start.streamId()
            + " "
            + start.format()
            + (start.outboundFormat().equals(start.format())
                ? ""
                : " out " + start.outboundFormat())
            + " "
            + start.token()
            + (start.oneWay() ? " one way" : ""));
  }

  @Override
  public void onAudio(
      Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
    lines.add(
        (track == Track.INBOUND ? "audio " : "heard ")
            + sequence
            + " "
            + timestampMs
            + " "
            + HexFormat.of().formatHex(audio, offset, offset + length));
  }

  @Override
  public void onMark(String name) {
    lines.add("mark " + name);
  }

  @Override
  public void onDigit(char digit) {
    lines.add("digit " + digit);
  }

  @Override
  public void onError(long code, String reason) {
    lines.add("error " + code + " " + reason);
  }

  @Override
  public void onStop() {
    lines.add("stop");
  }
}
