package io.fuxictr.deploy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.fuxictr.config.WorkflowConfig;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where log lines go: to the console until a program knows its file. */
final class Logs {
  private static final String FILE = "fuxictr.log.file";
  private static final String LEVEL = "fuxictr.log.level";
  private static final String APPENDER = "fuxictr.log.to";
  private static final String ENDING = ".log";

  private Logs() {}

  /** Brings the lines of libraries that log in another way to the same place. */
  static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /**
   * Sends everything to a file from now on, and warnings to the console as before.
   *
   * @param program what to add to the file's name, since two processes cannot share one; empty for
   *     a process that has all programs
   */
  static void toFile(WorkflowConfig.Logging logging, String program) {
    System.setProperty(FILE, file(logging.file(), program).toString());
    System.setProperty(LEVEL, logging.level().equals("WARNING") ? "WARN" : logging.level());
    System.setProperty(APPENDER, "FILE");
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      try {
        new ContextInitializer(context).autoConfig();
      } catch (JoranException e) {
        throw new CommandFailure("Reading logback.xml: " + e.getMessage(), e);
      }
    }
  }

  /** Returns a file's name with the program before its ending. */
  static Path file(Path file, String program) {
    if (program.isEmpty()) {
      return file;
    }
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return file.resolveSibling(stem + "-" + program + ENDING);
  }

  /** Keeps a failure that the user was told in one line. */
  static void failure(Exception e) {
    LoggerFactory.getLogger(Main.class).info("The command failed", e);
  }
}
