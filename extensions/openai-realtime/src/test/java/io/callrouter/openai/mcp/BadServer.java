package io.callrouter.openai.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that does one thing wrong: a program by itself, which needs nothing but the JDK, and the
 * same behind HTTP. What it does right is in {@link #answer}.
 */
final class BadServer {
  enum Fault {
    NONE,
    HANGS_AT_INITIALIZE,
    HANGS_AT_LIST,
    HANGS_IN_CALL,
    /** Its list of tools has always another page. */
    ENDLESS_PAGES,
    MANY_TOOLS,
    /** A result of 100 MB. */
    HUGE_RESULT,
    /** Notifications without end, instead of a result. */
    FLOODS,
    DIES_IN_CALL,
    /** Says on its standard error why it cannot start. */
    DIES_AT_START,
    GARBAGE,
    /** Lines that are no messages before it answers as it should. */
    BANNER,
    /** Neither the end of its input nor being told to end moves it. */
    STUBBORN,
    /** Writes a megabyte to its standard error with each answer. */
    TALKATIVE,
    /** Reads nothing after it was initialised. */
    DEAF,
    BAD_TOOLS
  }

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");

  private BadServer() {}

  /** The command of the program. */
  static List<String> command(Fault fault) {
    try {
      Path classes =
          Path.of(BadServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-cp",
          classes.toString(),
          BadServer.class.getName(),
          fault.name());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Fault fault = Fault.valueOf(arguments[0]);
    if (fault == Fault.DIES_AT_START) {
      System.err.println("no licence found");
      System.exit(7);
    }
    if (fault == Fault.STUBBORN) {
      Runtime.getRuntime().addShutdownHook(new Thread(BadServer::hang));
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answer(fault, line, out);
      out.flush();
    }
    if (fault == Fault.STUBBORN) {
      hang();
    }
  }

  static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void answer(Fault fault, String request, PrintStream out) throws IOException {
    String id = found(ID, request);
    switch (found(METHOD, request)) {
      case "initialize" -> initialize(fault, id, out);
      case "tools/list" -> list(fault, id, out);
      case "tools/call" -> call(fault, id, out);
      default -> {}
    }
    if (fault == Fault.TALKATIVE) {
      System.err.println("x".repeat(1 << 20));
    }
  }

  private static void initialize(Fault fault, String id, PrintStream out) {
    switch (fault) {
      case HANGS_AT_INITIALIZE -> hang();
      case GARBAGE -> {
        for (int i = 0; i < 100; i++) {
          out.println("<html>It works!</html>");
        }
        return;
      }
      case BANNER ->
          List.of("Demo server 1.0 ready", "", "null", "[]", "5", "{}", "{\"id\":[]}", "[[[[{")
              .forEach(out::println);
      default -> {}
    }
    result(
        id,
        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"bad\",\"version\":\"1\"}}",
        out);
  }

  private static void list(Fault fault, String id, PrintStream out) {
    switch (fault) {
      case HANGS_AT_LIST -> hang();
      case ENDLESS_PAGES -> result(id, page("ask" + id, ",\"nextCursor\":\"more\""), out);
      case MANY_TOOLS -> {
        StringBuilder tools = new StringBuilder(tool("first"));
        for (int i = 0; i < 1500; i++) {
          tools.append(',').append(tool("tool" + i));
        }
        result(id, "{\"tools\":[" + tools + "]}", out);
      }
      case BAD_TOOLS ->
          result(
              id,
              "{\"tools\":["
                  + tool("a.b/c")
                  + ","
                  + tool("a_b_c")
                  + ","
                  + tool("ask")
                  + ","
                  + tool("")
                  + ",{\"name\":\"odd\",\"inputSchema\":{\"type\":\"string\"}}]}",
              out);
      default -> result(id, page("ask", ""), out);
    }
    if (fault == Fault.DEAF) {
      out.flush();
      hang();
    }
  }

  private static String page(String tool, String more) {
    return "{\"tools\":[" + tool(tool) + "]" + more + "}";
  }

  private static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  private static void call(Fault fault, String id, PrintStream out) throws IOException {
    switch (fault) {
      case HANGS_IN_CALL -> hang();
      case DIES_IN_CALL -> Runtime.getRuntime().halt(9);
      case FLOODS -> {
        while (!out.checkError()) {
          for (int i = 0; i < 500; i++) {
            out.println(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                    + "\"params\":{\"level\":\"info\",\"data\":\"more\"}}");
          }
        }
      }
      case HUGE_RESULT -> {
        out.print(
            "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{\"content\":[{\"text\":\"");
        for (int i = 0; i < 100 && !out.checkError(); i++) {
          out.print("x".repeat(1 << 20));
        }
        out.println("\",\"type\":\"text\"}]}}");
      }
      default -> result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}", out);
    }
  }

  private static void result(String id, String result, PrintStream out) {
    out.println("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":" + result + "}");
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
