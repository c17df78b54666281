package io.callrouter.provider.twilio;

import io.callrouter.call.Action;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;

/**
 * The documents that have Twilio open a media socket, or close one it opened for a tap.
 *
 * <p>A stream that goes both ways holds the call up and ends with a question; one for a tap only
 * brings both tracks, and Twilio goes on at once with what follows it: a redirect, for the call's
 * next action.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/stream">Stream</a>
 */
final class StreamTwiml {
  private static final int MAX_PARAMETER_CHARS = 500;

  private final Addresses addresses;

  StreamTwiml(Addresses addresses) {
    this.addresses = addresses;
  }

  Directive connect(Action.Connect action, Step step) {
    Twiml twiml =
        Twiml.response()
            .open("Connect")
            .attribute("action", addresses.actionUrl(step.reference(), action))
            .attribute("method", "POST")
            .open("Stream");
    socket(twiml, step);
    return twiml.toReply();
  }

  Directive start(Action.StartTap action, Step step) {
    Twiml twiml =
        Twiml.response()
            .open("Start")
            .open("Stream")
            .attribute("name", name(step.reference()))
            .attribute("track", "both_tracks");
    socket(twiml, step);
    return twiml.close().close().redirect(next(action, step), "POST").toReply();
  }

  Directive stop(Action.StopTap action, Step step, StepReference begun) {
    return Twiml.response()
        .open("Stop")
        .open("Stream")
        .attribute("name", name(begun))
        .close()
        .close()
        .redirect(next(action, step), "POST")
        .toReply();
  }

  /** Unique within the call, also where a tap listens a second time. */
  private static String name(StepReference begun) {
    return "tap-" + begun.generation() + "." + begun.step();
  }

  private String next(Action action, Step step) {
    return addresses.actionUrl(step.reference(), action);
  }

  private void socket(Twiml stream, Step step) {
    stream
        .attribute("url", addresses.media().url(step.mediaToken()))
        .attribute("statusCallback", addresses.streamStatusUrl(step.reference()));
    if (addresses.media().isTokenParameter()) {
      parameter(stream, StartMessage.TOKEN_PARAMETER, step.mediaToken());
    }
  }

  private static void parameter(Twiml stream, String name, String value) {
    if (name.length() + value.length() >= MAX_PARAMETER_CHARS) {
      throw new IllegalArgumentException(
          "parameter " + name + " of the stream must stay under " + MAX_PARAMETER_CHARS + " chars");
    }
    stream.open("Parameter").attribute("name", name).attribute("value", value).close();
  }
}
