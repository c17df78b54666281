package io.callrouter.testkit.conformance;

import io.callrouter.testkit.conformance.ConformanceReport.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Keeps how each contract of a test class came out, and writes the report after the last one. */
final class ReportWriter implements BeforeEachCallback, TestWatcher, AfterAllCallback {
  private static final Path DIRECTORY = Path.of("target", "conformance");

  private @Nullable ConformanceReport report;

  ReportWriter() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    if (report == null) {
      ProviderContract contract = (ProviderContract) context.getRequiredTestInstance();
      report = new ConformanceReport(contract.type().name());
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, Verdict.PASSED, "");
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    note(context, Verdict.SKIPPED, reason(cause).replace("Assumption failed: ", ""));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    note(context, Verdict.FAILED, reason(cause));
  }

  private void note(ExtensionContext context, Verdict verdict, String reason) {
    ConformanceReport open = report;
    if (open != null) {
      open.add(context.getRequiredTestMethod().getName(), verdict, reason);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    ConformanceReport closed = report;
    if (closed != null) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(DIRECTORY.resolve(closed.provider() + ".md"), closed.toMarkdown());
      Files.writeString(DIRECTORY.resolve(closed.provider() + ".json"), closed.toJson());
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }
}
