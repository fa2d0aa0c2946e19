package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checklist of a running installation, asked of its web server. */
class ChecklistIT {
  private static final List<String> GROUPS = List.of("A", "B", "S", "Q", "E");

  @TempDir private Path home;

  private static JsonNode rows(SmallPipeline pipeline) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(pipeline.apiUri().resolve("/api/workflow/preflight"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      var response = http.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return new ObjectMapper().readTree(response.body());
    }
  }

  private static String verdict(JsonNode rows, String id) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .path("verdict")
        .asText();
  }

  @Test
  void installationThatRunsHasNoFailure() throws IOException, InterruptedException, SQLException {
    try (SmallPipeline pipeline = SmallPipeline.start(home)) {
      pipeline.api().submit(SmallPipeline.submission().put("auto_start", false));

      JsonNode rows = rows(pipeline);

      var groups = new ArrayList<Integer>();
      rows.forEach(row -> groups.add(GROUPS.indexOf(row.path("id").asText().substring(0, 1))));
      assertThat(groups).isSorted().contains(0, 1, 2, 3, 4);
      assertThat(rows)
          .allSatisfy(row -> assertThat(row.path("verdict").asText()).isNotEqualTo("FAIL"));
      for (String id :
          List.of("B7", "B10", "B17", "S1", "S2", "S3", "S4", "S6", "E1", "E2", "E3")) {
        assertThat(verdict(rows, id)).as(id).isEqualTo("PASS");
      }
      for (String id : List.of("A1", "A10", "S5", "S7", "Q3")) {
        assertThat(verdict(rows, id)).as(id).isEqualTo("SKIP");
      }
    }
  }
}
