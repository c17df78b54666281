package io.callrouter.testkit;

import io.callrouter.time.Timekeeper;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all parts of one call share. */
final class CallContext {
  private final String callSid;
  private final TwilioAccount account;
  private final NumberAddresses addresses;
  private final CallOptions options;
  private final Timekeeper timekeeper;
  private final CallClock clock;
  private final CallLog log;
  private final CarrierWeb web;
  private final StatusCallbacks callbacks;
  private final Keypad keypad = new Keypad();
  private final Voice voice = new Voice();
  private final Conferences conferences;
  private final CallerQueue<Utterance> utterances = new CallerQueue<>();
  private final FarEnds farEnds;
  private final AtomicInteger recordings = new AtomicInteger();
  private volatile String status = "ringing";

  CallContext(
      String callSid,
      TwilioAccount account,
      NumberAddresses addresses,
      CallOptions options,
      Conferences conferences,
      Supplier<Transport> transport,
      Timekeeper timekeeper) {
    this.callSid = callSid;
    this.account = account;
    this.addresses = addresses;
    this.options = options;
    this.timekeeper = timekeeper;
    this.clock = new CallClock(timekeeper);
    this.log = new CallLog(clock, options.listener());
    this.web =
        new CarrierWeb(callSid, account, transport, timekeeper, options.disturbance(), clock, log);
    this.callbacks = new StatusCallbacks(addresses.status(), web, log, timekeeper);
    this.conferences = conferences;
    this.farEnds = new FarEnds(options.farEnds());
  }

  /** The parameters that every webhook of the call has now. */
  Map<String, String> parameters() {
    return CallParameters.of(callSid, account.sid(), options, status);
  }

  /** The carrier's word for the call's state. */
  String status() {
    return status;
  }

  void setStatus(String now) {
    status = now;
  }

  String callSid() {
    return callSid;
  }

  TwilioAccount account() {
    return account;
  }

  NumberAddresses addresses() {
    return addresses;
  }

  CallOptions options() {
    return options;
  }

  Timekeeper timekeeper() {
    return timekeeper;
  }

  CallClock clock() {
    return clock;
  }

  CallLog log() {
    return log;
  }

  CarrierWeb web() {
    return web;
  }

  StatusCallbacks callbacks() {
    return callbacks;
  }

  Keypad keypad() {
    return keypad;
  }

  Voice voice() {
    return voice;
  }

  /** The key that the caller presses next, which is noted; null if there is none. */
  @Nullable Character takeKey() {
    Character key = keypad.take();
    if (key != null) {
      log.add(TimelineEvent.Kind.DIGIT, key.toString());
    }
    return key;
  }

  String nextRecordingSid() {
    return account.idOf("RE", callSid + " recording " + recordings.incrementAndGet());
  }

  /** What the caller is to say to speech recognition. */
  CallerQueue<Utterance> utterances() {
    return utterances;
  }

  /** The account's, where its calls meet. */
  Conferences conferences() {
    return conferences;
  }

  FarEnds farEnds() {
    return farEnds;
  }
}
