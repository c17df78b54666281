package io.callrouter;

import io.callrouter.call.CallRouterException;
import io.callrouter.spi.CallProvider;
import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router's door: finds the provider a path belongs to; nothing from outside comes back as an
 * exception.
 */
final class WebDoor implements WebHandler {
  private static final Logger log = LoggerFactory.getLogger(WebDoor.class);

  private final List<CallProvider> providers;
  private final Signalling signalling;
  private final MediaGate gate;
  private final Refusals refusals;
  private final Counters counters;
  private final @Nullable HealthPages pages;
  private final AtomicInteger underWay = new AtomicInteger();
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private volatile boolean shut;

  /**
   * An open door.
   *
   * @param pages what is answered beside the providers, or null if the host answers for its health
   */
  WebDoor(
      List<CallProvider> providers,
      Signalling signalling,
      MediaGate gate,
      Refusals refusals,
      Counters counters,
      @Nullable HealthPages pages) {
    this.providers = List.copyOf(providers);
    this.signalling = signalling;
    this.gate = gate;
    this.refusals = refusals;
    this.counters = counters;
    this.pages = pages;
  }

  /**
   * Answers nothing any more.
   *
   * @return completes when what had come in before is answered
   */
  CompletableFuture<Void> shut() {
    shut = true;
    if (underWay.get() == 0) {
      quiet.complete(null);
    }
    return quiet;
  }

  @Override
  public boolean claims(String path) {
    return isPage(path) || providerOf(path) != null;
  }

  private boolean isPage(String path) {
    return pages != null && pages.claims(path);
  }

  @Override
  public WebResponse handle(WebRequest request) {
    if (pages != null && pages.claims(request.path())) {
      return pages.answer(request);
    }
    underWay.incrementAndGet();
    try {
      return answer(request);
    } finally {
      if (underWay.decrementAndGet() == 0 && shut) {
        quiet.complete(null);
      }
    }
  }

  private WebResponse answer(WebRequest request) {
    CallProvider provider = providerOf(request.path());
    if (provider == null) {
      return refused(404, "nothing is here");
    }
    if (shut) {
      return refused(503, "the router is closed");
    }
    if (request.body().length > MAX_BODY_BYTES) {
      return refuse(request, 413, "the body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      return signalling.handle(provider, request);
    } catch (CallRouterException e) {
      log.error("{}: {} failed: {}", provider.id(), request, e.getMessage());
      return refused(503, "this cannot be answered now");
    } catch (RuntimeException e) {
      log.error("{}: {} failed", provider.id(), request, e);
      return refused(500, "the router failed");
    }
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    CallProvider provider = providerOf(head.path());
    refusals.request(
        status,
        "{}: {} refused with {}: {}; no carrier sends such, see who does",
        provider == null ? "router" : provider.id(),
        head.method(),
        status,
        reason);
    return WebResponse.text(status, reason);
  }

  private WebResponse refused(int status, String reason) {
    counters.count("requests.refused." + status);
    return WebResponse.text(status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    CallProvider provider = providerOf(handshake.path());
    if (provider == null) {
      return notAdmitted(404, "nothing is here");
    }
    if (shut) {
      return notAdmitted(503, "the router is closed");
    }
    try {
      return gate.admit(provider, handshake);
    } catch (CallRouterException e) {
      log.error("{}: a media handshake failed: {}", provider.id(), e.getMessage());
      return notAdmitted(503, "this cannot be answered now");
    } catch (RuntimeException e) {
      log.error("{}: a media handshake failed", provider.id(), e);
      return notAdmitted(500, "the router failed");
    }
  }

  private Admission notAdmitted(int status, String reason) {
    counters.count("sockets.refused." + status);
    return Admission.refused(status, reason);
  }

  private @Nullable CallProvider providerOf(String path) {
    for (CallProvider provider : providers) {
      if (provider.claims(path)) {
        return provider;
      }
    }
    return null;
  }
}
