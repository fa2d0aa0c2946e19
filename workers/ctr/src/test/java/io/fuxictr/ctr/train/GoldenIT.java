package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.Golden;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every model with what the reference computed for it. Each case leaves a line in {@code
 * target/goldens.tsv}: name, worst relative error of predictions and losses, pass or FAIL.
 */
class GoldenIT {
  private static final Path REPORT = Path.of("target/goldens.tsv");
  private static final String NONE = "(none)";

  static Stream<String> names() {
    return Golden.names().isEmpty() ? Stream.of(NONE) : Golden.names().stream();
  }

  @BeforeAll
  static void startReport() throws IOException {
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    Files.writeString(REPORT, "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void agreesWithTheReference(String name) throws InterruptedException, IOException {
    Assumptions.assumeFalse(
        name.equals(NONE),
        () -> "no golden vectors in " + Golden.folder() + "; set -Dgoldens=FOLDER");
    Assumptions.assumeTrue(
        name.equals(NONE) || ModelRegistry.names().contains(Golden.model(name)),
        () -> "model %s is not in the registry".formatted(Golden.model(name)));
    GoldenComparison comparison = GoldenComparison.of(name);

    Files.writeString(
        REPORT,
        String.format(
            Locale.ROOT,
            "%s\t%.2e\t%s%n",
            name,
            comparison.worstRelativeError(),
            comparison.deviations().isEmpty() ? "pass" : "FAIL"),
        StandardOpenOption.APPEND);
    assertThat(comparison.deviations()).isEmpty();
  }
}
