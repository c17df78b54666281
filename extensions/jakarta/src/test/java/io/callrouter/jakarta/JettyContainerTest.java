package io.callrouter.jakarta;

final class JettyContainerTest extends ContainerContract {
  JettyContainerTest() {
    super(JettyServer::start);
  }
}
