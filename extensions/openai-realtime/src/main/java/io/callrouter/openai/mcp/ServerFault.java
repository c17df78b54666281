package io.callrouter.openai.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpTransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a server, in one line that says which; or what its tool says went wrong. It
 * repeats nothing that was sent to the server, and has no cause that could.
 */
final class ServerFault extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  /** A tool that failed, in its own words. */
  ServerFault(String words) {
    super(words);
  }

  ServerFault(String server, String what) {
    super("MCP server " + server + ": " + what);
  }

  static ServerFault of(String server, Duration limit, Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      String what = what(each, limit);
      if (what != null) {
        return new ServerFault(server, what);
      }
    }
    return new ServerFault(server, brief(fault));
  }

  private static @Nullable String what(Throwable fault, Duration limit) {
    if (fault instanceof TransportFault broken) {
      return broken.what();
    } else if (fault instanceof McpError error) {
      return brief(error);
    } else if (fault instanceof McpHttpClientTransportAuthorizationException refused) {
      return "it refuses us with "
          + refused.getResponseInfo().statusCode()
          + "; check the headers given with its address";
    } else if (fault instanceof JsonProcessingException) {
      return "what it answers is no MCP message; check its address or command";
    } else if (fault instanceof HttpConnectTimeoutException
        || fault instanceof ConnectException
        || fault instanceof UnresolvedAddressException) {
      return "it cannot be reached; check its address and that it runs";
    } else if (fault instanceof HttpTimeoutException || fault instanceof TimeoutException) {
      return "it did not answer within " + limit.toMillis() + " ms";
    } else if (fault instanceof McpTransportException || fault instanceof IOException) {
      return "the connection failed: " + brief(fault);
    }
    return null;
  }

  /** A line for logs and events, where the class's name says nothing. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message alone is the whole of it
  public String toString() {
    return String.valueOf(getMessage());
  }

  private static String brief(Throwable fault) {
    String text = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    int details = text.indexOf(", response-event"); // with which the SDK repeats what came
    text = details < 0 ? text : text.substring(0, details);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
