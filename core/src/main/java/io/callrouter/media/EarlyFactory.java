package io.callrouter.media;

import java.util.Objects;

/** Another factory, to be run before the media socket is there. */
record EarlyFactory(EndpointFactory factory) implements EndpointFactory {
  EarlyFactory {
    Objects.requireNonNull(factory, "factory");
  }

  @Override
  public AudioEndpoint create(ConnectContext context) throws Exception {
    return factory.create(context);
  }

  @Override
  public boolean isEarly() {
    return true;
  }
}
