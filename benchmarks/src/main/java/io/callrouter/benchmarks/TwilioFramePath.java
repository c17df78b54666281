package io.callrouter.benchmarks;

import io.callrouter.CallRouterBuilder;
import io.callrouter.codec.G711;
import io.callrouter.config.Settings;
import io.callrouter.media.AudioFormat;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls from Twilio, µ-law. */
final class TwilioFramePath implements FramePathCarrier {
  private static final Pattern STREAM = Pattern.compile("url=\"wss://[^/\"]*([^\"]*)\"");
  private static final String STREAM_SID = "MZ" + "0".repeat(32);
  private static final String START =
      """
      {"event":"start","sequenceNumber":"1","streamSid":"%2$s","start":{"streamSid":"%2$s",\
      "accountSid":"%1$s","callSid":"%3$s","tracks":["inbound"],"mediaFormat":{"encoding":\
      "audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}}}""";
  private static final String MEDIA =
      """
      {"event":"media","sequenceNumber":"%d","media":{"track":"inbound","chunk":"%d",\
      "timestamp":"%d","payload":"%s"},"streamSid":"%s"}""";

  private final SimulatedTwilio twilio;
  private final String payload;

  TwilioFramePath(Timekeeper timekeeper) {
    twilio = SimulatedTwilio.create(timekeeper);
    byte[] codes = new byte[160];
    G711.PCMU.encode(Signals.speechLike(codes.length), 0, codes.length, codes, 0);
    payload = Base64.getEncoder().encodeToString(codes);
  }

  @Override
  public CallRouterBuilder prepare(CallRouterBuilder builder) {
    return builder.discoverProviders(Settings.of(twilio.settings()));
  }

  @Override
  public MediaSocketListener call(WebHandler web, MediaSocket socket, int number) {
    String callSid = "CA" + "%032x".formatted(number);
    String account = String.valueOf(twilio.settings().get("TWILIO_ACCOUNT_SID"));
    Map<String, String> form =
        Map.of(
            "CallSid", callSid,
            "AccountSid", account,
            "From", "+15550100099",
            "To", "+15550100001",
            "CallStatus", "ringing",
            "Direction", "inbound",
            "ApiVersion", "2010-04-01");
    WebResponse answer = web.handle(twilio.signed("POST", "/incoming-call", form));
    Matcher stream = STREAM.matcher(new String(answer.body(), StandardCharsets.UTF_8));
    if (!stream.find()) {
      throw new IllegalStateException("the call was not connected: " + answer.status());
    }
    MediaSocketListener listener = web.admit(twilio.signedHandshake(stream.group(1))).open(socket);
    listener.onText(START.formatted(account, STREAM_SID, callSid));
    return listener;
  }

  @Override
  public String media(int number) {
    int ms = AudioFormat.FRAME_MS * (number - 1);
    return MEDIA.formatted(number + 1, number, ms, payload, STREAM_SID);
  }
}
