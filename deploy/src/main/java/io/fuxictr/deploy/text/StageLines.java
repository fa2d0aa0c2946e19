package io.fuxictr.deploy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** The progress of a task as lines: what a stage says, and every fifth of its way. */
final class StageLines implements StageProgress {
  private static final int STRIDE = 20;

  private final PrintWriter out;
  private final Map<String, Integer> shown = new HashMap<>();

  StageLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void accept(JsonNode event) {
    String stage = event.path("step").asText();
    JsonNode data = event.path("data");
    switch (event.path("type").asText()) {
      case "log" -> {
        if (!data.path("level").asText().equals("DEBUG")) {
          line(stage, data.path("message").asText());
        }
      }
      case "error" -> line(stage, data.path("message").asText());
      case "progress" -> progress(stage, data);
      default -> {
        // Figures and moves are in the lines that the stages write.
      }
    }
  }

  private void progress(String stage, JsonNode data) {
    int percent = data.path("percent").asInt();
    int before = shown.getOrDefault(stage, 0);
    if (percent >= before + STRIDE) {
      shown.put(stage, percent - percent % STRIDE);
      line(stage, "%3d %%  %s".formatted(percent, data.path("message").asText()));
    }
  }

  private void line(String stage, String message) {
    out.printf("%-10s  %s%n", stage, message);
    out.flush();
  }
}
