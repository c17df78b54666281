package io.callrouter.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.CallRouterBuilder;
import io.callrouter.config.Settings;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls from Telnyx, in any codec; every command is taken, and has no effect by itself. */
final class TelnyxFramePath implements FramePathCarrier {
  private static final Pattern STREAM = Pattern.compile("\"stream_url\":\"wss://[^/\"]*([^\"]*)\"");
  private static final String EVENT =
      """
      {"data":{"record_type":"event","event_type":"%1$s","id":"%1$s-%2$d","occurred_at":\
      "2026-11-20T06:00:00.123456Z","payload":{"call_control_id":"v3:%2$d","call_leg_id":"leg-%2$d",\
      "call_session_id":"session-%2$d","connection_id":"%3$s","client_state":null,\
      "from":"+15550100099","to":"+15550100001","direction":"incoming","state":"parked"}},\
      "meta":{"attempt":1}}""";

  private final SimulatedTelnyx telnyx;
  private final String codec;
  private final AudioFormat format;
  private final byte[] frame;
  private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();

  TelnyxFramePath(Timekeeper timekeeper, String codec, AudioFormat format) {
    this.telnyx = SimulatedTelnyx.create(timekeeper);
    this.codec = codec;
    this.format = format;
    this.frame = TelnyxMessages.frame(format);
  }

  @Override
  public CallRouterBuilder prepare(CallRouterBuilder builder) {
    Map<String, String> settings = new TreeMap<>(telnyx.settings());
    settings.put("TELNYX_CODEC", codec);
    return builder.discoverProviders(Settings.of(settings)).http(this::take);
  }

  private CarrierHttp.Answer take(CarrierHttp.Request request, Duration timeout) {
    commands.add(new String(request.body(), UTF_8));
    return new CarrierHttp.Answer(200, Map.of(), "{\"data\":{\"result\":\"ok\"}}".getBytes(UTF_8));
  }

  @Override
  public MediaSocketListener call(WebHandler web, MediaSocket socket, int number)
      throws InterruptedException {
    commands.clear();
    tell(web, "call.initiated", number);
    Matcher stream = STREAM.matcher(nextCommand());
    if (!stream.find()) {
      tell(web, "call.answered", number);
      stream = STREAM.matcher(nextCommand());
      if (!stream.find()) {
        throw new IllegalStateException("the call was not connected");
      }
    }
    MediaSocketListener listener = web.admit(telnyx.signedHandshake(stream.group(1))).open(socket);
    listener.onText(TelnyxMessages.start("v3:" + number, format));
    return listener;
  }

  private void tell(WebHandler web, String event, int number) {
    String connection = String.valueOf(telnyx.settings().get("TELNYX_CONNECTION_ID"));
    byte[] body = EVENT.formatted(event, number, connection).getBytes(UTF_8);
    Map<String, List<String>> headers = Map.of("content-type", List.of("application/json"));
    WebResponse answer =
        web.handle(telnyx.sign(new WebRequest("POST", "/telnyx/webhook", null, headers, body)));
    if (answer.status() != 200) {
      throw new IllegalStateException(event + " was answered with " + answer.status());
    }
  }

  private String nextCommand() throws InterruptedException {
    String command = commands.poll(10, TimeUnit.SECONDS);
    if (command == null) {
      throw new IllegalStateException("no command came");
    }
    return command;
  }

  @Override
  public String media(int number) {
    return TelnyxMessages.media(number, frame);
  }
}
