package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A message of audio in pieces of uneven length, and its transcript, which is ahead of it. */
final class SpeechOutput implements OutputItem {
  private static final int SHORTEST_MS = 30;
  private static final int LONGEST_MS = 330;
  private static final int TRANSCRIPT_AHEAD_MS = 500;

  private final OutputEvents events;
  private final WireAudio format;
  private final short @Nullable [] recorded;
  private final int speech;
  private final double pace;
  private final Random random;
  private final Words words;
  private final long samples;
  private long said;

  /**
   * An item that will be heard.
   *
   * @param recorded what it sounds like, or null for {@link CodedSpeech}
   * @param number its number in {@link CodedSpeech}, before the modulo
   * @param pace how much faster than real time it is made
   */
  SpeechOutput(
      OutputEvents events,
      WireAudio format,
      Answer.Speech speech,
      short @Nullable [] recorded,
      int number,
      double pace,
      Random random) {
    this.events = events;
    this.format = format;
    this.recorded = recorded;
    this.speech = recorded == null ? number : Item.NO_SPEECH;
    this.pace = pace;
    this.random = random;
    this.words = new Words(speech.text());
    this.samples =
        recorded == null
            ? speech.length().toMillis() * format.sampleRateHz() / 1000
            : recorded.length;
  }

  @Override
  public Item item() {
    return events.item();
  }

  @Override
  public void open() {
    item().json().put("role", "assistant").putArray("content");
    events.added();
    part("response.content_part.added", "");
  }

  @Override
  public @Nullable Duration next() {
    if (said == samples) {
      return null;
    }
    int count = (int) Math.min(samples - said, pieceSamples());
    transcript(said + count);
    delta(count);
    return Duration.ofNanos((long) (count * 1e9 / format.sampleRateHz() / pace));
  }

  /** Says its next piece although it is over: what was still under way. */
  void late() {
    if (said < samples) {
      delta((int) Math.min(samples - said, pieceSamples()));
    }
  }

  private int pieceSamples() {
    int from = SHORTEST_MS * format.sampleRateHz() / 1000;
    int to = LONGEST_MS * format.sampleRateHz() / 1000;
    return from + random.nextInt(to - from);
  }

  private void delta(int count) {
    short[] pcm =
        recorded == null
            ? CodedSpeech.samples(speech, format.sampleRateHz(), said, count)
            : Arrays.copyOfRange(recorded, (int) said, (int) said + count);
    String audio = Base64.getEncoder().encodeToString(format.encode(pcm));
    said += count;
    item().spoke(speech, format.sampleRateHz(), count);
    events.send(events.aboutContent("response.output_audio.delta").put("delta", audio));
  }

  private void transcript(long position) {
    long ahead = position + (long) TRANSCRIPT_AHEAD_MS * format.sampleRateHz() / 1000;
    String more = words.upTo((int) (words.length() * Math.min(1.0, (double) ahead / samples)));
    if (!more.isEmpty()) {
      events.send(events.aboutContent("response.output_audio_transcript.delta").put("delta", more));
    }
  }

  @Override
  public void close(String status) {
    String transcript = words.said();
    events.send(
        events.aboutContent("response.output_audio_transcript.done").put("transcript", transcript));
    events.send(events.aboutContent("response.output_audio.done"));
    part("response.content_part.done", transcript);
    item()
        .json()
        .putArray("content")
        .addObject()
        .put("type", "output_audio")
        .put("transcript", transcript);
    events.done(status);
  }

  private void part(String type, String transcript) {
    ObjectNode event = events.aboutContent(type);
    event.putObject("part").put("type", "audio").put("transcript", transcript);
    events.send(event);
  }
}
