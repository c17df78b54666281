package io.callrouter.integration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** Reads along what the library warns of, as an operator does. */
final class LogLines implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.callrouter");
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger errors = new AtomicInteger();
  private final AppenderBase<ILoggingEvent> reader =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
          if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.incrementAndGet();
          }
        }
      };

  private LogLines() {}

  /** From now on. */
  static LogLines read() {
    LogLines log = new LogLines();
    log.reader.setContext(log.logger.getLoggerContext());
    log.reader.start();
    log.logger.setLevel(Level.WARN);
    log.logger.addAppender(log.reader);
    return log;
  }

  /** What was written since this was last asked. */
  List<String> next() {
    List<String> next = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      next.add(line);
    }
    return next;
  }

  /** How many of all lines were errors: a fault of the router's own. */
  int errors() {
    return errors.get();
  }

  /** As {@link #next}, of refusals alone: in real time a busy machine warns of other things. */
  List<String> refusals() {
    return next().stream().filter(line -> line.contains(" refused")).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(reader);
    logger.setLevel(null);
    reader.stop();
  }
}
