package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Action;
import io.callrouter.call.Direction;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.Step;

/**
 * The commands that have Telnyx open a media socket, or close one.
 *
 * <p>A leg has one stream at a time (error 90045), so a tap can listen only where no endpoint is
 * connected; one that is to listen to an endpoint's call is named by the connect.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/media-streaming">Media
 *     Streaming</a>
 */
final class StreamCommands {
  /** The rate of the audio that we send where the command does not say another. */
  private static final int PRESET_RATE_HZ = 8000;

  private final CommandSender sender;
  private final Addresses addresses;
  private final AudioFormat codec;

  StreamCommands(CommandSender sender, Addresses addresses, AudioFormat codec) {
    this.sender = sender;
    this.addresses = addresses;
    this.codec = codec;
  }

  /** Answers with the stream where it can, so that a caller hears no silence in between. */
  Directive connect(Action.Connect action, Step step) {
    ClientState state = ClientState.of(step.reference(), action);
    boolean onAnswer =
        !CommandSender.isAnswered(step)
            && step.call().direction() == Direction.INBOUND
            && codec.sampleRateHz() == PRESET_RATE_HZ;
    if (onAnswer) {
      LegCommand answer = sender.answerOf(step).leaving(state);
      return sender.at(bothWays(answer, step), Handover.TAKEN);
    }
    LegCommand start = CommandSender.command("streaming_start", step).leaving(state);
    // A field that the command to answer does not have.
    start.put("stream_bidirectional_sampling_rate", codec.sampleRateHz());
    return sender.onAnswered(action, step, bothWays(start, step), Handover.TAKEN);
  }

  Directive startTap(Action.StartTap action, Step step) {
    LegCommand start =
        CommandSender.command("streaming_start", step)
            .leaving(ClientState.of(step.reference(), action));
    socket(start, step, StreamStart.BOTH_TRACKS).putAll(tellingBothTracks());
    return sender.onAnswered(action, step, start, Handover.DONE);
  }

  /** The start message repeats these, and says nothing of tracks by itself. */
  private static ObjectNode tellingBothTracks() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields
        .putArray("custom_parameters")
        .addObject()
        .put("name", StreamStart.TRACKS_PARAMETER)
        .put("value", StreamStart.BOTH_TRACKS);
    return fields;
  }

  /** Without the id of the stream, which only Telnyx's event would tell: there is no other. */
  Directive stopTap(Action.StopTap action, Step step) {
    LegCommand stop =
        CommandSender.command("streaming_stop", step)
            .leaving(ClientState.of(step.reference(), action));
    return sender.at(stop, Handover.DONE);
  }

  private LegCommand bothWays(LegCommand command, Step step) {
    return socket(command, step, "inbound_track")
        .put("stream_bidirectional_mode", "rtp")
        .put("stream_bidirectional_codec", codec.encoding().name())
        // To the caller. Preset is the opposite leg, and a call that is not bridged has none.
        .put("stream_bidirectional_target_legs", "self");
  }

  private LegCommand socket(LegCommand command, Step step, String track) {
    return command
        .put("stream_url", addresses.mediaUrl(step.reference(), step.mediaToken()))
        .put("stream_track", track)
        .put("stream_codec", codec.encoding().name());
  }
}
