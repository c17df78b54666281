package io.callrouter.provider.telnyx;

import io.callrouter.call.CallState;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.StepReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an event means to the router.
 *
 * <p>What a leg does itself (it arrives, answers, ends, presses a key) is told by the carrier's id
 * of the leg. The end of an action is told of the step that the leg's {@code client_state} names,
 * and only if that step's action is of the kind that ends so. The end of a stream is told of the
 * step that the stream's address names. Everything else is told as {@code telnyx:} and Telnyx's
 * word, and changes nothing.
 */
final class EventReader {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
  private static final Pattern KEY = Pattern.compile("[0-9*#A-D]");

  /** What is told of an event that only Telnyx knows: no numbers, no text, no address. */
  private static final List<String> TOLD =
      List.of(
          "call_leg_id",
          "call_session_id",
          "conference_id",
          "failure_reason",
          "reason",
          "recording_id",
          "result",
          "sip_notify_response",
          "status",
          "status_detail",
          "stream_id");

  private final Addresses addresses;

  EventReader(Addresses addresses) {
    this.addresses = addresses;
  }

  CarrierRequest.Accepted read(WebhookEvent event) {
    ClientState state = event.clientState();
    return state != null && state.isTransferredLeg()
        ? ofTransferredLeg(event, state.step())
        : ofOwnLeg(event);
  }

  /**
   * A leg that Telnyx dialled to hand the call over is none of the router's calls: its end is that
   * of the transfer, and all that it does is told of the call.
   */
  private static CarrierRequest.Accepted ofTransferredLeg(WebhookEvent event, StepReference step) {
    return accepted(
        event,
        null,
        step,
        event.type().equals("call.hangup")
            ? List.of(ActionOutcome.ofTransfer(event))
            : custom(event));
  }

  private CarrierRequest.Accepted ofOwnLeg(WebhookEvent event) {
    return switch (event.type()) {
      case "call.initiated" -> ofLeg(event, initiated(event));
      case "call.answered" ->
          ofLeg(event, changed(event, new CarrierEvent.Progress(CallState.ANSWERED, event.at())));
      case "call.hangup" -> ofLeg(event, changed(event, ended(event)));
      case "call.dtmf.received" -> ofLeg(event, digit(event));
      case "call.speak.ended" -> ofAction(event, "say", ActionOutcome.ofPlayback(event));
      case "call.playback.ended" -> ofAction(event, "play", ActionOutcome.ofPlayback(event));
      case "call.gather.ended" -> ofAction(event, "gather", ActionOutcome.ofGather(event));
      case "call.recording.saved" -> recorded(event);
      case "call.recording.error" ->
          ofAction(event, "record", ActionOutcome.ofRecordingError(event));
      case "streaming.stopped" ->
          ofStream(event, event.text("stream_url"), ActionOutcome.ofStoppedStream());
      case "streaming.failed" ->
          ofStream(
              event,
              event.text("stream_params", "stream_url"),
              ActionOutcome.ofFailedStream(event));
      default -> ofLeg(event, custom(event));
    };
  }

  private static CarrierRequest.Accepted ofLeg(WebhookEvent event, List<CarrierEvent> events) {
    return accepted(event, event.callControlId(), null, events);
  }

  private static CarrierRequest.Accepted accepted(
      WebhookEvent event,
      @Nullable String carrierId,
      @Nullable StepReference step,
      List<CarrierEvent> events) {
    return new CarrierRequest.Accepted(event.id(), carrierId, step, events, false);
  }

  /** An outgoing leg without our mark is not ours: nobody knows it, which is counted. */
  private static List<CarrierEvent> initiated(WebhookEvent event) {
    return event.text("direction").equals("incoming")
        ? List.of(Arrival.incoming(event))
        : arrivalOfLeg(event);
  }

  /** Events overtake each other, so each that has the leg's numbers can be its arrival. */
  private static List<CarrierEvent> changed(WebhookEvent event, CarrierEvent change) {
    List<CarrierEvent> events = new ArrayList<>(arrivalOfLeg(event));
    events.add(change);
    return events;
  }

  private static List<CarrierEvent> arrivalOfLeg(WebhookEvent event) {
    ClientState state = event.clientState();
    return state != null && state.isDialledLeg() && !event.text("to").isEmpty()
        ? List.of(Arrival.dialled(event, state.step()))
        : List.of();
  }

  /**
   * Without a duration: {@code start_time} is when the call began to ring, not when it was
   * answered.
   */
  private static CarrierEvent.Ended ended(WebhookEvent event) {
    Instant end = event.time("end_time");
    Integer sipStatus = HangupCause.sipStatus(event);
    return new CarrierEvent.Ended(
        HangupCause.of(event),
        event.brief("hangup_cause"),
        sipStatus,
        end == null ? event.at() : end,
        null);
  }

  private static List<CarrierEvent> digit(WebhookEvent event) {
    String key = event.text("digit");
    return KEY.matcher(key).matches() ? List.of(new CarrierEvent.Digit(key.charAt(0))) : List.of();
  }

  private static CarrierRequest.Accepted ofAction(
      WebhookEvent event, String kind, CarrierEvent.ActionEnded end) {
    ClientState state = event.clientState();
    return state != null && state.isOf(kind)
        ? accepted(event, event.callControlId(), state.step(), List.of(end))
        : ofLeg(event, custom(event));
  }

  /**
   * A recording's event has the leg's id only, not the one that calls are known by: where our state
   * stands beside it, that names the call, which may be at another step by now. What a dialled leg
   * recorded is the recording of the call that dialled.
   */
  private static CarrierRequest.Accepted recorded(WebhookEvent event) {
    ClientState state = event.clientState();
    if (state != null && state.isOf("record")) {
      return ofAction(event, "record", ActionOutcome.ofRecording(event));
    }
    Recording recording = RecordingReport.of(event);
    List<CarrierEvent> events =
        recording == null
            ? custom(event)
            : List.of(new CarrierEvent.Recorded(recording.id(), recording));
    return state == null
        ? ofLeg(event, events)
        : accepted(
            event, state.isDialledLeg() ? null : event.callControlId(), state.step(), events);
  }

  private CarrierRequest.Accepted ofStream(
      WebhookEvent event, String url, CarrierEvent.ActionEnded end) {
    StepReference stream = addresses.stream(url);
    return stream == null
        ? ofLeg(event, custom(event))
        : accepted(event, event.callControlId(), stream, List.of(end));
  }

  private static List<CarrierEvent> custom(WebhookEvent event) {
    if (!WORD.matcher(event.type()).matches()) {
      return List.of();
    }
    Map<String, String> details = new LinkedHashMap<>();
    for (String name : TOLD) {
      if (!event.text(name).isEmpty()) {
        details.put(name, event.brief(name));
      }
    }
    return List.of(new CarrierEvent.Custom(Addresses.TYPE + ":" + event.type(), details));
  }
}
