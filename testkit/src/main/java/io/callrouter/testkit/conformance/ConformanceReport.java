package io.callrouter.testkit.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** How a provider kept its contracts, to be published. May be used by any threads. */
final class ConformanceReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String provider;
  private final List<Result> results = new ArrayList<>();

  ConformanceReport(String provider) {
    this.provider = provider;
  }

  /** How a contract was kept. */
  enum Verdict {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * One contract.
   *
   * @param reason why it failed or was skipped; empty if it passed
   */
  record Result(String contract, Verdict verdict, String reason) {
    /** The contract as a sentence. */
    String sentence() {
      return contract.replaceAll("([A-Z]|[0-9]+)", " $1").toLowerCase(Locale.ROOT);
    }
  }

  String provider() {
    return provider;
  }

  synchronized void add(String contract, Verdict verdict, String reason) {
    results.add(new Result(contract, verdict, reason.strip()));
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Conformance of provider `").append(provider).append("`\n\n");
    text.append("callrouter-testkit ").append(version());
    for (Verdict verdict : Verdict.values()) {
      String word = verdict.name().toLowerCase(Locale.ROOT);
      text.append(", ").append(count(verdict)).append(' ').append(word);
    }
    text.append(".\n\n| contract | result | reason |\n|---|---|---|\n");
    for (Result result : sorted()) {
      text.append("| ")
          .append(result.sentence())
          .append(" | ")
          .append(result.verdict().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(result.reason().replaceAll("\\s+", " ").replace("|", "\\|"))
          .append(" |\n");
    }
    return text.toString();
  }

  String toJson() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("provider", provider);
    report.put("kit", version());
    for (Verdict verdict : Verdict.values()) {
      report.put(verdict.name().toLowerCase(Locale.ROOT), count(verdict));
    }
    List<Map<String, String>> contracts = new ArrayList<>();
    for (Result result : sorted()) {
      Map<String, String> contract = new LinkedHashMap<>();
      contract.put("contract", result.contract());
      contract.put("result", result.verdict().name().toLowerCase(Locale.ROOT));
      contract.put("reason", result.reason());
      contracts.add(contract);
    }
    report.put("contracts", contracts);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kit's version, which the build writes beside this class. */
  static String version() {
    try (InputStream file = ConformanceReport.class.getResourceAsStream("kit.properties")) {
      Properties kit = new Properties();
      kit.load(file);
      return kit.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized List<Result> sorted() {
    return results.stream().sorted(Comparator.comparing(Result::contract)).toList();
  }

  private synchronized long count(Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }
}
