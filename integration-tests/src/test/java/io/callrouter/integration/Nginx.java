package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.peer.RealPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Debian's nginx on a free local port, with a configuration and a certificate of the test's. */
final class Nginx implements AutoCloseable {
  /** The address in the documentation. */
  static final String DOCUMENTED = "voice.example.com";

  private static final String PASSWORD = "changeit";
  private static final int PATIENCE_SECONDS = 30;

  private static KeyStore keys; // guarded by the class

  private final Process process;
  private final int port;
  private final SSLContext trust;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private Nginx(Process process, int port, SSLContext trust) throws InterruptedException {
    this.process = process;
    this.port = port;
    this.trust = trust;
    Thread reader = new Thread(this::read, "nginx-output");
    reader.setDaemon(true);
    reader.start();
    awaitStart();
  }

  /**
   * Starts it.
   *
   * @param folder for all that it reads and writes
   * @param block what stands in the documentation: {@code map}, {@code upstream} and {@code server}
   * @param host the port of the host behind it
   */
  static Nginx start(Path folder, String block, int host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path program = RealPeer.NGINX.require();
    KeyStore keys = keys(folder);
    write(folder, keys);
    int port = freePort();
    String server =
        block
            .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
            .replace("server 127.0.0.1:8080;", "server 127.0.0.1:" + host + ";")
            .replaceAll("/etc/letsencrypt/live/[^/]*", folder.toString())
            .replace(DOCUMENTED, "voice.example.test");
    Files.writeString(folder.resolve("nginx.conf"), around(folder, server));
    Process process =
        new ProcessBuilder(program.toString(), "-p", folder.toString(), "-c", "nginx.conf")
            .redirectErrorStream(true)
            .start();
    return new Nginx(process, port, trust(keys));
  }

  /** What Debian's own configuration has around the block, without root and without a daemon. */
  private static String around(Path folder, String server) {
    StringBuilder paths = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      paths.append("  %s_temp_path %s;\n".formatted(kind, folder.resolve(kind)));
    }
    return """
    daemon off;
    master_process off;
    pid %s;
    error_log stderr notice;
    events {}
    http {
      access_log off;
    %s%s}
    """
        .formatted(folder.resolve("pid"), paths, server);
  }

  /** Made once: that takes longer than all that nginx does with them. */
  private static synchronized KeyStore keys(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (keys == null) {
      keys = madeIn(folder);
    }
    return keys;
  }

  private static KeyStore madeIn(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    List<String> keytool = new ArrayList<>();
    keytool.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    keytool.addAll(List.of("-genkeypair", "-alias", "proxy", "-keyalg", "EC", "-validity", "2"));
    keytool.addAll(List.of("-dname", "CN=voice.example.test", "-storetype", "PKCS12"));
    keytool.addAll(List.of("-ext", "san=dns:voice.example.test,ip:127.0.0.1"));
    keytool.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(keytool)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.out").toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("keytool.out")));
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      made.load(in, PASSWORD.toCharArray());
    }
    return made;
  }

  private static void write(Path folder, KeyStore keys)
      throws IOException, GeneralSecurityException {
    Certificate certificate = keys.getCertificate("proxy");
    pem(folder.resolve("fullchain.pem"), "CERTIFICATE", certificate.getEncoded());
    byte[] key = keys.getKey("proxy", PASSWORD.toCharArray()).getEncoded();
    pem(folder.resolve("privkey.pem"), "PRIVATE KEY", key);
  }

  private static void pem(Path file, String what, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
  }

  private static SSLContext trust(KeyStore keys) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("proxy", keys.getCertificate("proxy"));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void read() {
    try (var lines = process.inputReader(UTF_8)) {
      lines.lines().forEach(said::add);
    } catch (IOException | RuntimeException e) {
      said.add("its output broke off: " + e);
    }
  }

  /** It says which events it works with when it listens already. */
  private void awaitStart() throws InterruptedException {
    List<String> heard = new ArrayList<>();
    while (true) {
      String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.contains("[emerg]")) {
        close();
        throw new AssertionError("nginx does not start: " + heard + line);
      }
      if (line.contains("event method")) {
        return;
      }
      heard.add(line);
    }
  }

  URI address() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** Trusts its certificate and no other. */
  SSLContext trust() {
    return trust;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
