package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import javax.media.Buffer;
import javax.media.Codec;
import javax.media.PlugIn;
import javax.media.ResourceUnavailableException;
import javax.media.format.AudioFormat;
import net.sf.fmj.media.codec.audio.alaw.Decoder;
import org.jitsi.impl.neomedia.codec.audio.ulaw.JavaDecoder;
import org.jitsi.impl.neomedia.codec.audio.ulaw.JavaEncoder;

/**
 * G.711 of libjitsi, little-endian bytes in or out. It has no decoder of its own for PCMA; FMJ,
 * which it stands on, has one.
 */
final class LibjitsiG711 {
  private static final int RATE_HZ = 8000;
  private static final AudioFormat LINEAR =
      new AudioFormat(
          AudioFormat.LINEAR, RATE_HZ, 16, 1, AudioFormat.LITTLE_ENDIAN, AudioFormat.SIGNED);

  private final Codec codec;
  private final Buffer in = new Buffer();
  private final Buffer out = new Buffer();

  private LibjitsiG711(Codec codec, AudioFormat from, AudioFormat to) {
    this.codec = codec;
    if (codec.setInputFormat(from) == null || codec.setOutputFormat(to) == null) {
      throw new IllegalArgumentException(codec.getName() + " takes no " + from + " to " + to);
    }
    try {
      codec.open();
    } catch (ResourceUnavailableException e) {
      throw new IllegalStateException(e);
    }
    in.setFormat(from);
  }

  static LibjitsiG711 encoder(G711 law) {
    Codec codec =
        law == G711.PCMU
            ? new JavaEncoder()
            : new org.jitsi.impl.neomedia.codec.audio.alaw.JavaEncoder();
    return new LibjitsiG711(codec, LINEAR, companded(law));
  }

  static LibjitsiG711 decoder(G711 law) {
    Codec codec = law == G711.PCMU ? new JavaDecoder() : new Decoder();
    return new LibjitsiG711(codec, companded(law), LINEAR);
  }

  private static AudioFormat companded(G711 law) {
    return new AudioFormat(law == G711.PCMU ? AudioFormat.ULAW : AudioFormat.ALAW, RATE_HZ, 8, 1);
  }

  /** Converts the whole of one array into the other. */
  void convert(byte[] from, byte[] to) {
    in.setData(from);
    in.setLength(from.length);
    out.setData(to);
    int status = codec.process(in, out);
    if (status != PlugIn.BUFFER_PROCESSED_OK || out.getData() != to) {
      throw new IllegalStateException(codec.getName() + ": status " + status);
    }
  }
}
