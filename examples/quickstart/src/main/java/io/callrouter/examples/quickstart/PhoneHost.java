package io.callrouter.examples.quickstart;

import io.callrouter.CallRouter;
import io.callrouter.config.Settings;
import io.callrouter.examples.phone.Answerer;
import io.callrouter.examples.phone.Phone;
import io.callrouter.examples.server.MediaServer;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A host like the one that takes real calls, with one account at each simulated carrier and a phone
 * in the browser that calls through them. Only this machine reaches it.
 */
final class PhoneHost implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Timekeeper time = Timekeeper.system();
  private final List<SimulatedAccount> accounts;
  private final Phone phone;
  private @Nullable Host host;

  private PhoneHost(Agent agent, Provider provider) {
    accounts =
        firstOf(provider, Provider.values()).map(it -> SimulatedAccount.at(it, time)).toList();
    List<SimulatedCarrier> carriers = accounts.stream().map(SimulatedAccount::carrier).toList();
    List<Answerer> answerers =
        firstOf(agent, Agent.values())
            .map(it -> new Answerer(it.endpoint(), it.explains(), it.number()))
            .toList();
    phone = new Phone(carriers, answerers, time);
  }

  /**
   * Opens the phone.
   *
   * @param port 0 for any that is free
   * @param agent whom the page proposes
   * @param provider whose carrier the page proposes
   * @throws Exception if the port cannot be had
   */
  static PhoneHost start(int port, Agent agent, Provider provider) throws Exception {
    PhoneHost phone = new PhoneHost(agent, provider);
    try {
      phone.open(port);
    } catch (Exception e) {
      phone.close();
      throw e;
    }
    return phone;
  }

  private void open(int port) throws Exception {
    Map<String, String> settings = new HashMap<>();
    accounts.forEach(account -> settings.putAll(account.settings()));
    CallRouter router =
        phone
            .prepare(Host.callsToAll(Phone.RECORDER))
            .discoverProviders(Settings.of(settings))
            .timekeeper(time)
            .build();
    Host started =
        Host.start(router, new MediaServer(LOOPBACK, port, router.web(), phone::install));
    host = started;
    accounts.forEach(account -> account.carrier().attach(router, started.address()));
  }

  /** Where the page is. */
  URI page() {
    if (host == null) {
      throw new IllegalStateException("it is not open");
    }
    return host.address().resolve("/");
  }

  /** Hangs up all calls and leaves nothing behind; takes seconds at most. */
  @Override
  public void close() {
    phone.hangUp();
    if (host != null) {
      host.close();
    }
    phone.close();
    accounts.forEach(SimulatedAccount::close);
    time.close();
  }

  private static <T> Stream<T> firstOf(T first, T[] all) {
    return Stream.concat(Stream.of(first), Arrays.stream(all).filter(it -> it != first));
  }
}
