package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.codec.DtmfTone;
import io.callrouter.media.AudioFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys found by their tones in what the caller says, beside those that the carrier reports. */
class KeyDetectionTest {
  private static final String ALL = "0123456789*#ABCD";

  private StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    call.close();
  }

  private void connect(boolean detecting) {
    call.stream.detectKeys(detecting);
    call.connect(endpoint);
  }

  /** A tone, of 100 ms if nothing else is said, and 100 ms of silence, a frame each 20 ms. */
  private void press(char key) {
    press(key, 100);
  }

  private void press(char key, int ms) {
    byte[] audio = tone(key, ms, call.format);
    for (int at = 0; at < audio.length; at += call.format.bytesPerFrame()) {
      call.advanceMs(20);
      call.say(Arrays.copyOfRange(audio, at, at + call.format.bytesPerFrame()));
    }
    call.time.runReady();
  }

  private static byte[] tone(char key, int ms, AudioFormat format) {
    short[] samples = new short[format.sampleRateHz() / 1000 * (ms + 100)];
    new DtmfTone(key, format.sampleRateHz(), ms, DtmfTone.NOMINAL_LEVEL_DBM0)
        .read(samples, 0, samples.length);
    byte[] audio = new byte[samples.length * format.bytesPerSample()];
    format.encoding().encode(samples, 0, samples.length, audio, 0);
    return audio;
  }

  private void report(char key) {
    call.stream.digit(key);
    call.time.runReady();
  }

  private static String keys(FakeEndpoint told) {
    return told.told.stream()
        .filter(word -> word.startsWith("onDigit"))
        .map(word -> word.substring("onDigit ".length()))
        .collect(Collectors.joining());
  }

  static List<AudioFormat> formats() {
    return List.of(
        AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.l16(16000), AudioFormat.l16(24000));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyKeyIsToldOnceInTheCarriersFormat(AudioFormat format) {
    call.close();
    call = new StreamFixture(format);
    connect(true);
    ALL.chars().forEach(key -> press((char) key));

    assertEquals(ALL, keys(endpoint));
  }

  @Test
  void noKeyIsSoughtUnlessThatIsAskedFor() {
    connect(false);
    press('5');

    assertEquals("", keys(endpoint));
  }

  @Test
  void aKeyThatIsReportedBeforeItsToneIsToldOnce() {
    connect(true);
    report('5');
    press('5');
    report('6');
    press('6');

    assertEquals("56", keys(endpoint));
  }

  @Test
  void aKeyThatIsReportedAfterItsToneIsToldOnce() {
    connect(true);
    press('5');
    call.advanceMs(1500);
    report('5');

    assertEquals("5", keys(endpoint));
  }

  @Test
  void aKeyPressedTwiceIsToldTwiceWhateverTheOrderOfTheSources() {
    connect(true);
    press('1');
    press('1');
    report('1');
    report('1');
    report('2');
    report('2');
    press('2');
    press('2');

    assertEquals("1122", keys(endpoint));
  }

  @Test
  void eachSourceAloneIsEnough() {
    connect(true);
    report('1');
    press('2');
    report('3');

    assertEquals("123", keys(endpoint));
  }

  @Test
  void aKeyThatIsHeldForLongAndReportedWhenItIsReleasedIsToldOnce() {
    connect(true);
    press('1', 3000);
    report('1');
    press('1', 3000);
    call.advanceMs(1500);
    report('1');

    assertEquals("11", keys(endpoint));
  }

  @Test
  void aReportLongAfterATonesEndIsAnotherPress() {
    connect(true);
    press('1', 3000);
    call.advanceMs(2100);
    report('1');

    assertEquals("11", keys(endpoint));
  }

  @Test
  void aToneLongAfterAReportIsAnotherPress() {
    connect(true);
    report('1');
    call.advanceMs(2100);
    press('1');

    assertEquals("11", keys(endpoint));
  }

  @Test
  void whatIsPressedBeforeThePeerIsThereIsKeptForIt() {
    call.stream.detectKeys(true);
    press('7');
    call.connect(endpoint);

    assertEquals("7", keys(endpoint));
  }

  @Test
  void theNextConnectSaysWhetherItGoesOn() {
    connect(true);
    press('1');
    endpoint.context.finish("");
    call.time.runReady();
    FakeEndpoint next = new FakeEndpoint();
    call.stream.detectKeys(false);
    call.connect(next);
    press('2');
    report('3');

    assertEquals("1", keys(endpoint));
    assertEquals("3", keys(next));
  }
}
