package io.callrouter.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.web.WebRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Providers that make something wrong of requests. */
final class BrokenWebhooks {
  private static final int LARGE = 8 * 1024;

  private BrokenWebhooks() {}

  static List<Breakage> all() {
    return List.of(
        new Breakage("believes everybody", insecure(), Set.of()),
        requests("ignores blanks at the end", request -> withBody(request, stripped(request))),
        accepted(
            "takes each delivery for another",
            () -> {
              AtomicInteger count = new AtomicInteger();
              return (request, it) ->
                  with(it, it.identity() + count.incrementAndGet(), it.events());
            }),
        new Breakage(
            "claims to sign time", new Breakage.Type(), Set.of(CarrierFeature.SIGNED_TIME)),
        requests("breaks at a large body", request -> fail(request, request.body().length > LARGE)),
        Breakage.provider(
            "breaks at nonsense",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public CarrierRequest receive(WebRequest request) {
                    CarrierRequest made = super.receive(request);
                    if (made instanceof CarrierRequest.Refused refused && refused.status() == 400) {
                      throw new IllegalStateException("nonsense");
                    }
                    return made;
                  }
                }),
        Breakage.provider(
            "admits a used token",
            sound ->
                new DelegatingProvider(sound) {
                  private final Set<String> seen = ConcurrentHashMap.newKeySet();

                  @Override
                  public MediaHandshake admit(WebRequest handshake) {
                    return seen.add(handshake.path())
                        ? super.admit(handshake)
                        : new MediaHandshake.Accepted(null);
                  }
                }),
        accepted(
            "takes a step back for the end",
            () -> {
              Map<String, CallState> furthest = new ConcurrentHashMap<>();
              return (request, it) -> {
                for (CarrierEvent event : it.events()) {
                  if (event instanceof CarrierEvent.Progress progress
                      && furthest
                              .merge(
                                  String.valueOf(it.carrierId()),
                                  progress.state(),
                                  (one, other) -> one.compareTo(other) > 0 ? one : other)
                              .compareTo(progress.state())
                          > 0) {
                    return with(it, it.identity(), List.of(failed()));
                  }
                }
                return it;
              };
            }),
        accepted(
            "forgets when things happened",
            () ->
                (request, it) ->
                    with(
                        it,
                        it.identity(),
                        it.events().stream().map(BrokenWebhooks::timeless).toList())),
        accepted(
            "takes a repetition for the end",
            () -> {
              Set<String> seen = ConcurrentHashMap.newKeySet();
              return (request, it) ->
                  seen.add(it.identity())
                      ? it
                      : with(it, it.identity() + "again", List.of(failed()));
            }),
        Breakage.provider(
            "takes nonsense for the end",
            sound ->
                new DelegatingProvider(sound) {
                  private volatile String last = "";

                  @Override
                  public CarrierRequest receive(WebRequest request) {
                    CarrierRequest made = super.receive(request);
                    if (made instanceof CarrierRequest.Accepted accepted) {
                      last = accepted.carrierId() == null ? last : accepted.carrierId();
                      return made;
                    }
                    return last.isEmpty() || body(request).length() > 40
                        ? made
                        : new CarrierRequest.Accepted(
                            "end" + last, last, null, List.of(failed()), false);
                  }
                }),
        Breakage.provider(
            "refuses fields that it does not know",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public CarrierRequest receive(WebRequest request) {
                    return body(request).contains("NobodyKnows")
                        ? new CarrierRequest.Refused(400, "unknown field", "")
                        : super.receive(request);
                  }
                }),
        inventing(
            "takes an end without a stop for another call",
            (seen, it) ->
                has(it, EndCause.COMPLETED)
                    && seen.opened > 0
                    && seen.stopped == 0
                    && seen.questions == 0),
        inventing(
            "takes a stream that never began for another call",
            (seen, it) -> has(it, EndCause.COMPLETED) && seen.started < seen.opened),
        inventing(
            "takes a short call for another",
            (seen, it) ->
                it.events().stream()
                    .anyMatch(
                        event ->
                            event instanceof CarrierEvent.Ended ended
                                && Duration.ZERO.equals(ended.duration()))),
        inventing(
            "takes a caller who gives up for another call",
            (seen, it) -> has(it, EndCause.CANCELED)),
        Breakage.provider(
            "refuses everything",
            sound ->
                new DelegatingProvider(sound) {
                  @Override
                  public CarrierRequest receive(WebRequest request) {
                    return new CarrierRequest.Refused(403, "no", "");
                  }
                }),
        accepted(
            "knows only calls that began here",
            () -> {
              Set<String> begun = ConcurrentHashMap.newKeySet();
              return (request, it) -> {
                boolean begins =
                    it.events().stream().anyMatch(CarrierEvent.Arrived.class::isInstance)
                        && request.path().endsWith("incoming-call");
                if (begins) {
                  begun.add(String.valueOf(it.carrierId()));
                }
                return begun.contains(String.valueOf(it.carrierId()))
                    ? it
                    : new CarrierRequest.Refused(404, "unknown", "");
              };
            }));
  }

  /** A provider that makes something else of what a sound one has understood. */
  static Breakage accepted(
      String name,
      Supplier<BiFunction<WebRequest, CarrierRequest.Accepted, CarrierRequest>> memory) {
    return Breakage.provider(
        name,
        sound ->
            new DelegatingProvider(sound) {
              private final BiFunction<WebRequest, CarrierRequest.Accepted, CarrierRequest> change =
                  memory.get();

              @Override
              public CarrierRequest receive(WebRequest request) {
                CarrierRequest made = super.receive(request);
                return made instanceof CarrierRequest.Accepted accepted
                    ? change.apply(request, accepted)
                    : made;
              }
            });
  }

  /** What a provider has seen of its calls. */
  private static final class Seen {
    private int questions;
    private int opened;
    private int started;
    private int stopped;
  }

  /** A provider that makes up a call where that holds. */
  private static Breakage inventing(String name, BiPredicate<Seen, CarrierRequest.Accepted> when) {
    return Breakage.provider(
        name,
        sound ->
            new DelegatingProvider(sound) {
              private final Seen seen = new Seen();

              @Override
              public CarrierRequest receive(WebRequest request) {
                CarrierRequest made = super.receive(request);
                if (!(made instanceof CarrierRequest.Accepted it)) {
                  return made;
                }
                seen.questions += it.awaitsAction() && it.step() != null ? 1 : 0;
                return when.test(seen, it)
                    ? new CarrierRequest.Accepted(
                        it.identity(), "madeup", null, List.of(arrived()), false)
                    : it;
              }

              @Override
              public MediaWire openWire() {
                seen.opened++;
                return new DelegatingWire(super.openWire()) {
                  @Override
                  MediaEvents heard(MediaEvents events) {
                    return new Events(events) {
                      @Override
                      public void onStart(MediaStart start) {
                        seen.started++;
                        super.onStart(start);
                      }

                      @Override
                      public void onStop() {
                        seen.stopped++;
                        super.onStop();
                      }
                    };
                  }
                };
              }
            });
  }

  private static Breakage requests(String name, UnaryOperator<WebRequest> change) {
    return Breakage.provider(
        name,
        sound ->
            new DelegatingProvider(sound) {
              @Override
              public CarrierRequest receive(WebRequest request) {
                return super.receive(change.apply(request));
              }
            });
  }

  private static Breakage.Type insecure() {
    return new Breakage.Type() {
      @Override
      public Optional<CallProvider> create(
          String instance, Settings settings, ProviderContext context) {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("ENABLE", "ACCOUNT_SID", "AUTH_TOKEN")) {
          settings.text("TWILIO_" + name).ifPresent(value -> values.put("TWILIO_" + name, value));
        }
        settings.shared("PUBLIC_URL").ifPresent(value -> values.put("PUBLIC_URL", value));
        values.put("CALLROUTER_INSECURE_WEBHOOKS", "true");
        Settings insecure = Settings.of(values);
        Optional<CallProvider> made = super.create(instance, insecure, context);
        insecure
            .faults()
            .forEach(
                fault -> {
                  String[] parts = fault.split(" ", 2);
                  settings.fault(parts[0], parts[1]);
                });
        return made;
      }
    };
  }

  private static boolean has(CarrierRequest.Accepted it, EndCause cause) {
    return it.events().stream()
        .anyMatch(event -> event instanceof CarrierEvent.Ended ended && ended.cause() == cause);
  }

  private static CarrierEvent failed() {
    return new CarrierEvent.Ended(EndCause.FAILED, "made up", null, null, null);
  }

  private static CarrierEvent arrived() {
    return new CarrierEvent.Arrived(Direction.INBOUND, Bench.CALLER, Bench.NUMBER, Map.of());
  }

  private static CarrierEvent timeless(CarrierEvent event) {
    if (event instanceof CarrierEvent.Ended ended) {
      return new CarrierEvent.Ended(
          ended.cause(), ended.carrierCode(), ended.sipStatus(), null, ended.duration());
    }
    return event instanceof CarrierEvent.Progress progress
        ? new CarrierEvent.Progress(progress.state(), null)
        : event;
  }

  private static CarrierRequest.Accepted with(
      CarrierRequest.Accepted it, String identity, List<CarrierEvent> events) {
    return new CarrierRequest.Accepted(
        identity, it.carrierId(), it.step(), new ArrayList<>(events), it.awaitsAction());
  }

  private static String body(WebRequest request) {
    return new String(request.body(), UTF_8);
  }

  private static byte[] stripped(WebRequest request) {
    return body(request).stripTrailing().getBytes(UTF_8);
  }

  private static WebRequest withBody(WebRequest request, byte[] body) {
    return new WebRequest(
        request.method(), request.path(), request.query(), request.headers(), body);
  }

  private static WebRequest fail(WebRequest request, boolean fails) {
    if (fails) {
      throw new IllegalStateException("too large for me");
    }
    return request;
  }
}
