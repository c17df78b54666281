package io.callrouter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import io.callrouter.codec.Resampler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscodeTest {
  private static final byte[] LINEAR = bytes(Signals.speechLike(4800));

  /** The command as somebody else would use it, in a process of its own. */
  @Test
  void aPipeThroughTheCommandGivesWhatTheCodecGives(@TempDir Path folder) throws Exception {
    Path in = Files.write(folder.resolve("in"), LINEAR);
    Path out = folder.resolve("out");
    int status = command(in, out, "--in-rate 48000 --out-rate 8000 --encode pcmu").waitFor();
    assertEquals(0, status);
    byte[] expected = new byte[800];
    G711.PCMU.encode(resampled(48_000, 8000, 1), 0, 800, expected, 0);
    assertArrayEquals(expected, Files.readAllBytes(out));
  }

  @Test
  void theCommandSaysWhatIsWrongWithItsOptions(@TempDir Path folder) throws Exception {
    Path in = Files.write(folder.resolve("in"), LINEAR);
    Process process = command(in, folder.resolve("out"), "--in-rate 11025");
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor());
    assertTrue(said.contains("11025 Hz") && said.contains("44100") && said.contains("--block-ms"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 1000})
  void theLengthOfTheBlocksMakesNoDifference(int blockMs) throws IOException {
    String rates = "--in-rate 44100 --out-rate 16000 --block-ms ";
    assertArrayEquals(transcode(rates + 20, LINEAR), transcode(rates + blockMs, LINEAR));
  }

  @Test
  void stereoComesOutAsMono() throws IOException {
    byte[] expected = bytes(resampled(48_000, 24_000, 2));
    String options = "--in-rate 48000 --out-rate 24000 --channels 2";
    assertArrayEquals(expected, transcode(options, LINEAR));
  }

  @ParameterizedTest
  @CsvSource({"pcmu, PCMU, PCMA", "pcma, PCMA, PCMU"})
  void oneByteASampleWhereALawIsGiven(String name, G711 law, G711 other) throws IOException {
    byte[] codes = transcode("--encode " + name, LINEAR);
    assertEquals(4800, codes.length);
    short[] decoded = new short[4800];
    law.decode(codes, 0, 4800, decoded, 0);
    assertArrayEquals(bytes(decoded), transcode("--decode " + name, codes));
    assertArrayEquals(codes, transcode("--decode " + name + " --encode " + name, codes));
    byte[] transcoded = new byte[4800];
    law.transcode(codes, 0, 4800, transcoded, 0);
    String otherName = name.equals("pcmu") ? "pcma" : "pcmu";
    assertArrayEquals(
        transcoded, transcode("--decode " + name + " --encode " + otherName, codes), other.name());
  }

  @Test
  void halfASampleAtTheEndIsAnError() {
    byte[] odd = Arrays.copyOf(LINEAR, 1001);
    var e = assertThrows(IllegalArgumentException.class, () -> transcode("", odd));
    assertEquals("the input ends with 1 bytes, where a whole sample has 2", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--in-rate",
        "--in-rate x",
        "--rate 8000",
        "--block-ms 0",
        "--encode g722",
        "--channels 3"
      })
  void optionsThatThereAreNotAreRefused(String options) {
    assertThrows(IllegalArgumentException.class, () -> transcode(options, LINEAR));
  }

  private static byte[] transcode(String options, byte[] input) throws IOException {
    List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Transcode(TranscodeOptions.parse(words)).run(new ByteArrayInputStream(input), out);
    return out.toByteArray();
  }

  private static Process command(Path in, Path out, String options) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(Transcode.class.getName());
    words.addAll(List.of(options.split(" ", -1)));
    return new ProcessBuilder(words)
        .redirectInput(in.toFile())
        .redirectOutput(out.toFile())
        .start();
  }

  private static short[] resampled(int fromHz, int toHz, int channels) {
    short[] in = Signals.speechLike(4800);
    Resampler resampler = Resampler.of(fromHz, toHz, channels);
    short[] out = new short[resampler.maxOutput(in.length)];
    return Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0));
  }

  private static byte[] bytes(short[] pcm) {
    byte[] bytes = new byte[pcm.length * Pcm16.BYTES];
    Pcm16.encode(pcm, 0, pcm.length, bytes, 0);
    return bytes;
  }
}
