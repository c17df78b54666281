package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.ringing;
import static io.callrouter.provider.telnyx.SentCommands.send;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.spi.Directive.Handover;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamCommandsTest {
  private static final Action.Connect CONNECT = Action.connect("agent");
  private static final String URL =
      "wss://voice.example.test/telnyx/media/call-0001/0.2/" + SentCommands.TOKEN;

  private SentCommands sent = new SentCommands();

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void connectOfACallThatIsNotAnsweredIsOneCommand() {
    assertEquals(Handover.TAKEN, send(streams().connect(CONNECT, ringing())));
    sent.assertSent(
        "answer",
        "connect",
        """
        {"webhook_url":"https://voice.example.test/telnyx/webhook","webhook_url_method":"POST",
         "stream_url":"%s","stream_track":"inbound_track","stream_codec":"PCMU",
         "stream_bidirectional_mode":"rtp","stream_bidirectional_codec":"PCMU",
         "stream_bidirectional_target_legs":"self"}"""
            .formatted(URL));
  }

  @Test
  void connectOfAnAnsweredCallStartsAStreamOfTheCodecThatIsSet() {
    use("PCMA");
    assertEquals(Handover.TAKEN, send(streams().connect(CONNECT, answered())));
    sent.assertSent(
        "streaming_start",
        "connect",
        """
        {"stream_url":"%s","stream_track":"inbound_track","stream_codec":"PCMA",
         "stream_bidirectional_mode":"rtp","stream_bidirectional_codec":"PCMA",
         "stream_bidirectional_sampling_rate":8000,
         "stream_bidirectional_target_legs":"self"}"""
            .formatted(URL));
  }

  @Test
  void rateThatAnAnswerCannotSayMakesTwoCommands() {
    use("L16/16000");
    assertEquals(Handover.ANSWERING, send(streams().connect(CONNECT, ringing())));
    sent.assertSent(
        "answer",
        "connect",
        """
        {"webhook_url":"https://voice.example.test/telnyx/webhook","webhook_url_method":"POST"}""");
    assertEquals(Handover.TAKEN, send(streams().connect(CONNECT, answered())));
    assertEquals(
        16000,
        SentCommands.bodyOf(sent.http.requests().get(1))
            .path("stream_bidirectional_sampling_rate")
            .asInt());
  }

  @Test
  void callThatWeDialledIsAnsweredByTheFarEnd() {
    assertEquals(
        Handover.ANSWERING,
        send(streams().connect(CONNECT, SentCommands.step(CallState.RINGING, Direction.OUTBOUND))));
    assertEquals(List.of(), sent.http.requests());
  }

  @Test
  void tapListensToBothSidesAndTheFlowGoesOn() {
    assertEquals(Handover.DONE, send(streams().startTap(Action.startTap("recorder"), answered())));
    sent.assertSent(
        "streaming_start",
        "start-tap",
        """
        {"stream_url":"%s","stream_track":"both_tracks","stream_codec":"PCMU",
        "custom_parameters":[{"name":"tracks","value":"both_tracks"}]}"""
            .formatted(URL));
  }

  @Test
  void tapIsStoppedWithTheOneStreamThatThereIs() {
    assertEquals(Handover.DONE, send(streams().stopTap(Action.stopTap("recorder"), answered())));
    sent.assertSent("streaming_stop", "stop-tap", "{}");
  }

  private void use(String codec) {
    sent.close();
    sent = new SentCommands(TelnyxRequests.options().codec(codec).build());
  }

  private StreamCommands streams() {
    return new StreamCommands(sent.sender, sent.addresses, sent.options.codec());
  }
}
