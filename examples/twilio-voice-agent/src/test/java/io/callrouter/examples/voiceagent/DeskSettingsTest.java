package io.callrouter.examples.voiceagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeskSettingsTest {
  @Test
  void withoutAnythingItIsWhatTheReadmeSays() {
    DeskSettings settings = DeskSettings.read(Settings.of(Map.of()));
    assertEquals(4000, settings.port());
    assertEquals("gpt-realtime", settings.model());
    assertEquals("marin", settings.voice());
    assertNull(settings.humanNumber());
    assertNull(settings.recordings());
    assertEquals(List.of(), settings.mcpServers());
  }

  @Test
  void everyFaultIsNamed() {
    Settings settings =
        Settings.of(
            Map.of(
                "PORT", "none",
                "OPENAI_URL", "http://example.com",
                "MCP_SERVERS", "http://example.com/mcp, here",
                "TRANSFER_TO", "12",
                "CRM_URL", "ftp://example.com"));
    DeskSettings.read(settings);
    List<String> names =
        settings.faults().stream().map(it -> it.substring(0, it.indexOf(' '))).sorted().toList();
    assertEquals(List.of("CRM_URL", "MCP_SERVERS", "OPENAI_URL", "PORT", "TRANSFER_TO"), names);
  }
}
