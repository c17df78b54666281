package io.callrouter.jakarta;

final class TomcatContainerTest extends ContainerContract {
  TomcatContainerTest() {
    super(TomcatServer::start);
  }
}
