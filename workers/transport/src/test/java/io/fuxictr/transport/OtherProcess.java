package io.fuxictr.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Another Java process that has a DuckDB file open until it is killed. */
final class OtherProcess {
  private static final String OPEN = "open";

  private OtherProcess() {}

  /** Starts the process and waits until it has the file. */
  static Process holding(Path database) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                database.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (!OPEN.equals(said)) {
      process.destroyForcibly();
      throw new IOException("the other process said: " + said);
    }
    return process;
  }

  /** Opens the file and waits for the end of standard input, which does not come. */
  public static void main(String[] args) throws SQLException, IOException {
    try (Connection _ = DriverManager.getConnection("jdbc:duckdb:" + args[0])) {
      System.out.println(OPEN);
      System.in.read();
    }
  }
}
