package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.MEDIA_TOKEN;
import static io.callrouter.provider.twilio.OfficialTwiml.STEP;
import static io.callrouter.provider.twilio.OfficialTwiml.STREAM_STATUS_URL;
import static io.callrouter.provider.twilio.OfficialTwiml.assertDocument;
import static io.callrouter.provider.twilio.OfficialTwiml.to;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Start;
import com.twilio.twiml.voice.Stop;
import com.twilio.twiml.voice.Stream;
import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.spi.StepReference;
import org.junit.jupiter.api.Test;

/** The documents of streams for taps are the ones that the classes of the official SDK write. */
class StreamDocumentsTest {
  private final TwilioProvider provider = provider();

  private static Stream.Builder bothTracks(String url) {
    return new Stream.Builder()
        .name("tap-1.4")
        .track(Stream.Track.BOTH_TRACKS)
        .url(url)
        .statusCallback(STREAM_STATUS_URL);
  }

  @Test
  void startOfATapBringsBothTracksAndAsksNextAtOnce() {
    assertDocument(
        new VoiceResponse.Builder()
            .start(
                new Start.Builder()
                    .stream(
                            bothTracks("wss://voice.example.test/media-stream/" + MEDIA_TOKEN)
                                .build())
                        .build())
            .redirect(to("start-tap")),
        provider.startTap(Action.startTap("recorder").with("language", "en"), STEP));
  }

  @Test
  void startOfATapAtOneExactAddressBringsTheTokenAsParameter() {
    TwilioProvider exact =
        TwilioProvider.of(
            "twilio", options().exactMediaUrl("wss://media.example.test/media-stream").build());
    assertDocument(
        new VoiceResponse.Builder()
            .start(
                new Start.Builder()
                    .stream(
                            bothTracks("wss://media.example.test/media-stream")
                                .parameter(
                                    new Parameter.Builder()
                                        .name("token")
                                        .value(MEDIA_TOKEN)
                                        .build())
                                .build())
                        .build())
            .redirect(to("start-tap")),
        exact.startTap(Action.startTap("recorder"), STEP));
  }

  @Test
  void stopOfATapNamesTheStreamThatWasStartedAndAsksNextAtOnce() {
    assertDocument(
        new VoiceResponse.Builder()
            .stop(new Stop.Builder().stream(new Stream.Builder().name("tap-0.2").build()).build())
            .redirect(to("stop-tap")),
        provider.stopTap(
            Action.stopTap("recorder"), STEP, new StepReference(STEP.call().id(), 0, 2)));
  }

  @Test
  void aStreamForATapIsACapabilityOfItsOwn() {
    assertTrue(provider.capabilities().contains(Capability.TAP));
  }
}
