package io.fuxictr.deploy;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where log lines go. Must be decided before the first logger is made, since the logging engine
 * reads these properties once.
 */
final class Logs {
  private static final String FOLDER = "fuxictr.log.dir";
  private static final String PROGRAM = "fuxictr.log.program";
  private static final String APPENDER = "fuxictr.log.to";

  private Logs() {}

  /** Sends everything to a file that is named after the program, and warnings to the console. */
  static void toFile(Path folder, String program) {
    System.setProperty(FOLDER, folder.toString());
    System.setProperty(PROGRAM, program);
    System.setProperty(APPENDER, "FILE");
    bridge();
  }

  /** Sends warnings to the console. */
  static void toConsole() {
    bridge();
  }

  private static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Keeps a failure that the user was told in one line. */
  static void failure(Exception e) {
    LoggerFactory.getLogger(Main.class).info("The command failed", e);
  }
}
