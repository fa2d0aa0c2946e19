package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigRowsTest {
  @TempDir private Path folder;

  private TestSite site() {
    return TestSite.in(folder.resolve("home"));
  }

  @Nested
  class Configuration {
    @Test
    void noFileMeansDefaults() throws InterruptedException {
      assertThat(site().row("B13")).isEqualTo(Finding.pass("no file: defaults"));
    }

    @Test
    void unknownKeyIsAWarning() throws InterruptedException {
      Finding found = site().configured("api: {colour: red}").row("B13");

      assertThat(found.verdict()).isEqualTo(Verdict.WARN);
      assertThat(found.detail()).contains("line 1, api.colour: unknown key");
    }

    @Test
    void mistakeIsAFailureAndHidesWhatItIsNeededFor() throws InterruptedException {
      List<Row> rows = site().configured("api: {port: many}").rows("B7", "B13", "S1");

      assertThat(rows)
          .extracting(row -> row.finding().detail())
          .satisfiesExactly(
              first -> assertThat(first).isEqualTo("needs B13"),
              second -> assertThat(second).contains("line 1, api.port: 'many'"),
              third -> assertThat(third).isEqualTo("needs B13"));
    }
  }

  @Nested
  class Source {
    @Test
    void placeholderIsTold() throws InterruptedException {
      Finding found =
          site()
              .configured("servers: {server_21: {host: 21.xxxxxx.com, username: your_username}}")
              .row("B14");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.remedy()).contains("real host and user");
    }

    @Test
    void keyThatIsNotThereIsToldWithHowToMakeOne() throws InterruptedException {
      Finding found =
          site()
              .configured("servers: {server_21: {host: a, username: b, key_path: /no/key}}")
              .row("B14");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.remedy()).contains("ssh-keygen -t ed25519 -f /no/key");
    }

    @Test
    void keyThatIsThereIsEnough() throws IOException, InterruptedException {
      Path key = Files.writeString(folder.resolve("key"), "");

      assertThat(
              site()
                  .configured(
                      "servers: {server_21: {host: a, username: b, key_path: %s}}".formatted(key))
                  .row("B14"))
          .isEqualTo(Finding.pass("b@a:22, key " + key));
    }

    @Test
    void withoutAServerThereIsNothingToLookAt() throws InterruptedException {
      assertThat(site().row("B14").verdict()).isEqualTo(Verdict.SKIP);
    }
  }

  @Nested
  class Experiments {
    private Path own = Path.of("");

    @BeforeEach
    void makeUser() throws IOException {
      own =
          Files.createDirectories(
              folder.resolve("home").resolve("user_configs/ann/MMoE").resolve("config"));
    }

    @Test
    void usersAreCounted() throws InterruptedException {
      assertThat(site().row("B16").detail()).startsWith("1 users").endsWith(": ann");
    }

    @Test
    void withoutUsersItIsAWarning() throws InterruptedException {
      assertThat(TestSite.in(folder.resolve("other")).row("B16").verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void shippedOnesResolveAndTheUsualOnesAreThere() throws InterruptedException {
      assertThat(site().rows("B17", "B18"))
          .extracting(row -> row.finding().verdict())
          .containsOnly(Verdict.PASS);
    }

    @Test
    void brokenFileOfAUserIsNamed() throws IOException, InterruptedException {
      Files.writeString(own.resolve("model_config.yaml"), "Base:\n  a: 1\n  a: 2\n");

      Finding found = site().row("B17");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.detail()).contains("ann", "model_config.yaml", "line 3");
    }
  }
}
