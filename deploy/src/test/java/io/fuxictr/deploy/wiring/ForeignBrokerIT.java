package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything runs with a broker that is somebody else's. */
class ForeignBrokerIT {
  @TempDir private Path home;

  @Test
  void taskRunsToItsEndAndTheCheckTellsWhatIsMissing() throws Exception {
    try (var broker =
        new ForeignBroker(
            home.resolve("artemis"), home.resolve("secrets"), FreePorts.find(1).getFirst())) {
      Path config =
          Files.writeString(
              home.resolve("config.yaml"), "broker:\n  url: %s\n".formatted(broker.url()));
      var options =
          new ProgramOptions(
              home, Optional.of(config), OptionalInt.of(0), OptionalInt.of(0), OptionalInt.empty());

      try (SmallPipeline pipeline = SmallPipeline.start(options)) {
        pipeline.run(SmallPipeline.submission(), new ArrayList<JsonNode>(), TaskStatus.COMPLETED);
      }
      assertThat(home.resolve("broker")).doesNotExist();
      assertThat(Programs.brokerDifferences(options, Optional.empty())).isEmpty();

      broker.remove(Addresses.EXPIRED);

      assertThat(Programs.brokerDifferences(options, Optional.of(broker.url())))
          .containsExactly("address workflow.expired: is missing");
    }
  }
}
