package io.callrouter.openai.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the model is told of a tool's result, which it can only speak about. */
final class SpokenResult {
  private SpokenResult() {}

  /**
   * The texts of a result, or its structured content where it has no text.
   *
   * @throws ServerFault with that text if the tool says that it failed
   */
  static String of(McpSchema.CallToolResult result) throws ServerFault {
    List<McpSchema.Content> parts = result.content() == null ? List.of() : result.content();
    String text =
        parts.stream()
            .filter(Objects::nonNull) // of a kind that the SDK does not know
            .map(SpokenResult::say)
            .filter(each -> !each.isBlank())
            .collect(Collectors.joining("\n"));
    boolean texts = parts.stream().anyMatch(McpSchema.TextContent.class::isInstance);
    if (!texts && result.structuredContent() != null) {
      text = Json.write(result.structuredContent()) + (text.isEmpty() ? "" : "\n" + text);
    }
    if (Boolean.TRUE.equals(result.isError())) {
      throw new ServerFault(text.isBlank() ? "The tool failed and did not say why." : text);
    }
    return text;
  }

  private static String say(McpSchema.Content part) {
    if (part instanceof McpSchema.TextContent text) {
      return Objects.requireNonNullElse(text.text(), "");
    } else if (part instanceof McpSchema.EmbeddedResource embedded) {
      return say(embedded.resource());
    } else if (part instanceof McpSchema.ResourceLink link) {
      return "(A link to " + link.name() + parenthesised(link.description()) + ".)";
    } else if (part instanceof McpSchema.ImageContent) {
      return "(A picture, which cannot be spoken.)";
    } else if (part instanceof McpSchema.AudioContent) {
      return "(A sound, which cannot be played here.)";
    } else {
      return "(Something that cannot be spoken.)";
    }
  }

  private static String say(McpSchema.@Nullable ResourceContents resource) {
    return resource instanceof McpSchema.TextResourceContents text
        ? Objects.requireNonNullElse(text.text(), "")
        : "(A file, which cannot be spoken.)";
  }

  private static String parenthesised(@Nullable String description) {
    return description == null || description.isBlank() ? "" : " (" + description + ")";
  }
}
