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
          "%s, %d of 5 steps done"
              .formatted(data.path("status").asText(), data.path("current_step").asInt());
      default -> data.path("message").asText();
    };
  }
}
