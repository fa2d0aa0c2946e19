package io.fuxictr.deploy.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The files that are shipped beside the jars.
 *
 * @param root folder that holds {@code lib}, {@code model_zoo} and {@code config.yaml}
 */
public record Distribution(Path root) {
  private static final String PROPERTY = "fuxictr.dist";
  private static final String MAIN = "io.fuxictr.deploy.Main";

  /**
   * Returns the distribution that this program was started from: the folder that the launcher
   * named, else the one above this jar's.
   */
  public static Distribution locate() {
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      return new Distribution(Path.of(named).toAbsolutePath().normalize());
    }
    return new Distribution(jar().resolve("../..").normalize());
  }

  private static Path jar() {
    try {
      return Path.of(
          Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Locating this program's jar", e);
    }
  }

  /** Returns the shipped experiments. */
  public Path modelZoo() {
    return root.resolve("model_zoo");
  }

  /** Returns the arguments that start this program again, without a command. */
  public List<String> program() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-D%s=%s".formatted(PROPERTY, root),
        "-cp",
        System.getProperty("java.class.path"),
        MAIN);
  }

  /** Returns the commented example of the configuration. */
  public Path exampleConfig() {
    return root.resolve("config.yaml");
  }

  /** Returns the version of the program. */
  public static String version() {
    var properties = new Properties();
    try (InputStream in = Distribution.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is not in the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading version.properties", e);
    }
    return properties.getProperty("version", "");
  }
}
