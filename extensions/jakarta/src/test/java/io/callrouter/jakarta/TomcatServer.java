package io.callrouter.jakarta;

import io.callrouter.web.WebHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with its defaults. */
final class TomcatServer implements TestServer {
  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();
  private final Path directory;

  private TomcatServer(Path directory) {
    this.directory = directory;
  }

  static TestServer start(String contextPath, WebHandler router, Filter filter) throws Exception {
    TOMCAT_LOG.setLevel(Level.OFF);
    TomcatServer server = new TomcatServer(Files.createTempDirectory("tomcat"));
    server.startIn(contextPath, filter);
    return server;
  }

  private void startIn(String contextPath, Filter filter) throws Exception {
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext(contextPath, directory.toString());
    context.addServletContainerInitializer(new WsSci(), null);
    context.addServletContainerInitializer((none, servlets) -> addChat(servlets), null);
    addFilter(context, filter);
    Tomcat.addServlet(context, "page", new HostPage());
    context.addServletMappingDecoded("/page", "page");
    Tomcat.addServlet(context, "default", new org.apache.catalina.servlets.DefaultServlet());
    context.addServletMappingDecoded("/", "default");
    tomcat.start();
  }

  private static void addFilter(Context context, Filter filter) {
    FilterDef definition = new FilterDef();
    definition.setFilterName("callrouter");
    definition.setFilter(filter);
    context.addFilterDef(definition);
    FilterMap mapping = new FilterMap();
    mapping.setFilterName("callrouter");
    mapping.addURLPattern("/*");
    context.addFilterMap(mapping);
  }

  private static void addChat(ServletContext servlets) throws ServletException {
    try {
      ((ServerContainer) servlets.getAttribute(ServerContainer.class.getName()))
          .addEndpoint(HostChat.config());
    } catch (DeploymentException e) {
      throw new ServletException(e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
