/**
 * Tools of MCP servers for an agent: {@link io.callrouter.openai.mcp.McpServer} is a source of
 * tools, one for each server.
 *
 * <pre>{@code
 * AgentConfig.builder(apiKey)
 *     .toolSources(
 *         McpServer.http("crm", URI.create("https://crm.example.com/mcp"), Map.of("Authorization", "Bearer " + token)),
 *         McpServer.stdio("files", List.of("npx", "-y", "@modelcontextprotocol/server-filesystem", "/srv/faq"))
 *             .onlyTools("read_text_file", "search_files"));
 * }</pre>
 *
 * <p>The protocol is spoken by the official MCP SDK for Java. Between it and the server stands a
 * {@code GuardedTransport}, which lets through only what was asked for, and gives up requests. A
 * {@code Connection} is one call's; {@code SpokenResult} says what the model is told.
 */
@NullMarked
package io.callrouter.openai.mcp;

import org.jspecify.annotations.NullMarked;
