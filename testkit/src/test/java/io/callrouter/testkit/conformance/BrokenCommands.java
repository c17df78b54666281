package io.callrouter.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.config.Settings;
import io.callrouter.provider.telnyx.TelnyxProviderType;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.Track;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Providers of a carrier that is told what to do, which tell it wrongly. */
final class BrokenCommands {
  private static final int PERSISTENT = 40;

  private BrokenCommands() {}

  static List<Breakage> all() {
    return List.of(
        sending("tries a command only once", BrokenCommands::onlyOnce),
        sending("gives each try of a command another key", BrokenCommands::otherKeys),
        sending("tries a command for ever", BrokenCommands::forEver),
        telnyx(
            "keeps media as they come",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public MediaWire openWire() {
                    return new DelegatingWire(super.openWire()) {
                      @Override
                      MediaEvents heard(MediaEvents events) {
                        return unordered(events);
                      }
                    };
                  }
                }),
        telnyx(
            "refuses all that it is told",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public CarrierRequest receive(WebRequest request) {
                    return new CarrierRequest.Refused(403, "no", "");
                  }
                }));
  }

  private static Breakage telnyx(String name, UnaryOperator<CallProvider> broken) {
    return new Breakage(
        name,
        new Breakage.Type(new TelnyxProviderType()) {
          @Override
          public Optional<CallProvider> create(
              String instance, Settings settings, ProviderContext context) {
            return super.create(instance, settings, context).map(broken);
          }
        },
        Set.of());
  }

  /** A sound provider with something between it and the carrier. */
  private static Breakage sending(String name, UnaryOperator<CarrierHttp> between) {
    return new Breakage(
        name,
        new Breakage.Type(new TelnyxProviderType()) {
          @Override
          public Optional<CallProvider> create(
              String instance, Settings settings, ProviderContext context) {
            @Nullable CarrierHttp http = context.http();
            return super.create(
                instance,
                settings,
                http == null
                    ? context
                    : new ProviderContext(context.timekeeper(), between.apply(http)));
          }
        },
        Set.of());
  }

  /** Each failure looks like a refusal, after which no provider tries again. */
  private static CarrierHttp onlyOnce(CarrierHttp http) {
    return (request, timeout) -> {
      Answer refused = new Answer(422, Map.of(), "{}".getBytes(UTF_8));
      try {
        Answer answer = http.send(request, timeout);
        return answer.status() / 100 == 2 ? answer : refused;
      } catch (IOException e) {
        return refused;
      }
    };
  }

  private static CarrierHttp otherKeys(CarrierHttp http) {
    AtomicInteger tries = new AtomicInteger();
    return (request, timeout) -> {
      String body = new String(request.body(), UTF_8);
      String other =
          body.replaceFirst(
              "\"command_id\":\"[^\"]*", "\"command_id\":\"try-" + tries.incrementAndGet());
      return http.send(
          new Request(request.method(), request.url(), request.headers(), other.getBytes(UTF_8)),
          timeout);
    };
  }

  private static CarrierHttp forEver(CarrierHttp http) {
    return (request, timeout) -> {
      for (int number = 0; number < PERSISTENT; number++) {
        Answer answer = tried(http, request, timeout);
        if (answer != null) {
          return answer;
        }
      }
      return http.send(request, timeout);
    };
  }

  private static @Nullable Answer tried(CarrierHttp http, Request request, Duration timeout) {
    try {
      Answer answer = http.send(request, timeout);
      return answer.status() / 100 == 2 ? answer : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static MediaEvents unordered(MediaEvents events) {
    return new DelegatingWire.Events(events) {
      @Override
      public void onAudio(
          Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
        super.onAudio(track, IN_ORDER, audio, offset, length, timestampMs);
      }
    };
  }
}
