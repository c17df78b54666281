package io.callrouter.examples.phone;

import io.callrouter.testkit.Misbehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that the page can have the simulated carrier do wrong in a call; a switch there.
 *
 * @param name what the page calls it
 * @param explains one sentence for whoever chooses
 */
record Trouble(String name, String title, String explains, Misbehaviour misbehaviour) {
  /** All there are. */
  static final List<Trouble> ALL =
      List.of(
          new Trouble(
              "late-webhooks",
              "Webhooks come late and twice",
              "Webhooks that nobody waits for come up to 1.5 s late, and any of them may come again.",
              new Misbehaviour.DisturbedWebhooks(1)),
          new Trouble(
              "lost-webhook",
              "A webhook gets lost",
              "The second webhook of the call never arrives.",
              new Misbehaviour.LostWebhook(2)),
          new Trouble(
              "forged-webhook",
              "A forged webhook comes first",
              "Before the call's first webhook comes a copy of it with a wrong signature.",
              new Misbehaviour.ForgedWebhook(1)),
          new Trouble(
              "garbled-webhook",
              "A garbled webhook comes first",
              "Before the call's first webhook comes one that is signed as it should be and makes no sense.",
              new Misbehaviour.GarbledWebhook(1)),
          new Trouble(
              "cut-socket",
              "The audio connection breaks",
              "Eight seconds after the audio began its WebSocket breaks off in the middle of a message.",
              new Misbehaviour.CutInMidMessage(Duration.ofSeconds(8))),
          new Trouble(
              "socket-never-opens",
              "The audio connection never opens",
              "The carrier answers the call, but never opens the WebSocket it is told to open.",
              new Misbehaviour.SocketNeverOpens()),
          new Trouble(
              "silent-socket",
              "The audio connection stays silent",
              "The carrier opens the WebSocket and then says nothing on it.",
              new Misbehaviour.SilentSocket()),
          new Trouble(
              "jittery-media",
              "Your voice comes unevenly",
              "Each 20 ms of your voice reach the router up to 120 ms late.",
              new Misbehaviour.JitteryMedia(1, Duration.ofMillis(120))),
          new Trouble(
              "missing-media",
              "Parts of your voice are missing",
              "One in twenty frames of your voice never reaches the router.",
              new Misbehaviour.MissingMedia(1, 0.05)),
          new Trouble(
              "disordered-media",
              "Your voice comes in disorder",
              "One in ten frames of your voice reaches the router after the frame that follows it.",
              new Misbehaviour.DisorderedMedia(1, 0.1)),
          new Trouble(
              "slow-reader",
              "The carrier reads slowly",
              "Each message of the router occupies the carrier for 40 ms, twice as long as its audio lasts.",
              new Misbehaviour.SlowReader(Duration.ofMillis(40))),
          new Trouble(
              "unknown-messages",
              "The carrier says unknown things",
              "On the WebSocket there are messages of a kind that the router does not know.",
              new Misbehaviour.UnknownOnSocket()),
          new Trouble(
              "stop-without-close",
              "The audio stops, its connection stays",
              "At the end the carrier says that the stream is over and leaves the WebSocket open.",
              new Misbehaviour.StopWithoutClose()),
          new Trouble(
              "close-without-stop",
              "The connection closes without a word",
              "At the end the carrier closes the WebSocket without saying that the stream is over.",
              new Misbehaviour.CloseWithoutStop()));

  static Optional<Trouble> of(String name) {
    return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
