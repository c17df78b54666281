package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.CallParts;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.Transport;
import io.callrouter.time.Timekeeper;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What all parts of one call share. */
final class CallContext extends CallParts {
  private final TwilioAccount account;
  private final NumberAddresses addresses;
  private final CallOptions options;
  private final TwimlLog twiml;
  private final TwilioWeb web;
  private final StatusCallbacks callbacks;
  private final Conferences conferences;
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
    super(callSid, options.plan(), new TwilioRequests(account), transport, timekeeper);
    this.account = account;
    this.addresses = addresses;
    this.options = options;
    this.twiml = new TwimlLog(log());
    this.web = new TwilioWeb(callSid, account, webhooks());
    this.callbacks = new StatusCallbacks(addresses.status(), web, log(), timekeeper);
    this.conferences = conferences;
    this.farEnds = new FarEnds(options.plan());
  }

  /** The parameters that every webhook of the call has now. */
  Map<String, String> parameters() {
    return CallParameters.of(carrierId(), account.sid(), options, status);
  }

  /** The carrier's word for the call's state. */
  String status() {
    return status;
  }

  void setStatus(String now) {
    status = now;
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

  TwimlLog twiml() {
    return twiml;
  }

  TwilioWeb web() {
    return web;
  }

  StatusCallbacks callbacks() {
    return callbacks;
  }

  /** The next stream that goes both ways. */
  MediaLeg nextLeg(Map<String, String> customParameters) {
    String streamSid = account.idOf("MZ", carrierId() + " stream " + legs().count());
    TwilioMedia messages = new TwilioMedia(account.sid(), carrierId(), streamSid);
    MediaLeg leg =
        new MediaLeg(streamSid, new TwilioDialect(streamSid, messages, customParameters), this);
    legs().add(leg);
    return leg;
  }

  String nextRecordingSid() {
    return account.idOf("RE", carrierId() + " recording " + recordings.incrementAndGet());
  }

  /** The account's, where its calls meet. */
  Conferences conferences() {
    return conferences;
  }

  FarEnds farEnds() {
    return farEnds;
  }
}
