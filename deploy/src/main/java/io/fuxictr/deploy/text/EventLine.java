package io.fuxictr.deploy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** An event of a task as a line of text: {@code [time] [step] [LEVEL] message}. */
public final class EventLine {
  private EventLine() {}

  /** Returns the line. */
  public static String of(JsonNode event) {
    String type = event.path("type").asText();
    JsonNode data = event.path("data");
    String level = type.equals("log") ? data.path("level").asText("INFO") : type;
    return "[%s] [%s] [%s] %s"
        .formatted(
            event.path("timestamp").asText(),
            event.path("step").asText("workflow"),
            level.toUpperCase(Locale.ROOT),
            message(type, data));
  }

  /** Says which step is at work, so that two lines in a row never say the same. */
  private static String atWork(JsonNode data) {
    return data.path("steps").properties().stream()
        .filter(step -> step.getValue().asText().equals("running"))
        .map(step -> " (%s)".formatted(step.getKey()))
        .findFirst()
        .orElse("");
  }

  private static String message(String type, JsonNode data) {
    return switch (type) {
      case "progress" ->
          "%d/%d (%d%%) - %s"
              .formatted(
                  data.path("current").asLong(),
                  data.path("total").asLong(),
                  data.path("percent").asInt(),
                  data.path("message").asText());
      case "metric" ->
          "%s: %s %s"
              .formatted(
                  data.path("name").asText(),
                  data.path("value").asText(),
                  data.path("unit").asText())
              .strip();
      case "complete" -> "done";
      case "status" ->
          "%s%s, %d of 5 steps done%s"
              .formatted(
                  data.path("status").asText(),
                  atWork(data),
                  data.path("current_step").asInt(),
                  data.path("message").asText().isEmpty()
                      ? ""
                      : ": " + data.path("message").asText());
      default -> data.path("message").asText();
    };
  }
}
