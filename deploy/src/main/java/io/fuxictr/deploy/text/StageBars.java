package io.fuxictr.deploy.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageStatus;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The progress of a task as one bar per stage, painted again and again in the same place. */
final class StageBars implements StageProgress {
  private static final int WIDTH = 24;
  private static final int MESSAGE = 44;
  private static final String CLEAR = "\r\u001b[2K";

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final Map<Stage, Bar> bars = new EnumMap<>(Stage.class);
  private boolean painted;

  /** How far one stage has come. */
  private static final class Bar {
    private StageStatus status = StageStatus.PENDING;
    private int percent;
    private String message = "";
    private long began;
    private long ended;
  }

  StageBars(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    Stage.ALL.forEach(stage -> bars.put(stage, new Bar()));
  }

  @Override
  public void accept(JsonNode event) {
    JsonNode data = event.path("data");
    switch (event.path("type").asText()) {
      case "status" ->
          Stage.ALL.forEach(stage -> move(stage, data.path("steps").path(stage.wireName())));
      case "progress" -> {
        Bar bar = bar(event);
        bar.percent = data.path("percent").asInt();
        bar.message = data.path("message").asText();
      }
      case "log", "error" -> bar(event).message = data.path("message").asText();
      default -> {
        return;
      }
    }
    paint();
  }

  private Bar bar(JsonNode event) {
    String step = event.path("step").asText();
    return Stage.ALL.stream()
        .filter(stage -> stage.wireName().equals(step))
        .findFirst()
        .map(stage -> bars.computeIfAbsent(stage, _ -> new Bar()))
        .orElseGet(Bar::new);
  }

  private void move(Stage stage, JsonNode name) {
    if (!name.isTextual()) {
      return;
    }
    Bar bar = bars.computeIfAbsent(stage, _ -> new Bar());
    var status = StageStatus.ofWireName(name.asText());
    if (status == bar.status) {
      return;
    }
    bar.status = status;
    switch (status) {
      case RUNNING -> {
        bar.began = nanoTime.getAsLong();
        bar.percent = 0;
      }
      case COMPLETED, SKIPPED, FAILED -> bar.ended = nanoTime.getAsLong();
      case PENDING -> bar.began = 0;
    }
  }

  private void paint() {
    if (painted) {
      out.printf("\u001b[%dA", bars.size());
    }
    painted = true;
    bars.forEach((stage, bar) -> out.println(CLEAR + line(stage, bar)));
    out.flush();
  }

  private String line(Stage stage, Bar bar) {
    int percent = bar.status == StageStatus.COMPLETED ? 100 : bar.percent;
    int filled = percent * WIDTH / 100;
    String message = bar.message.lines().findFirst().orElse("");
    return "%-10s  %s%s %3d %%  %6s  %s"
        .formatted(
            stage.wireName(),
            "█".repeat(filled),
            "░".repeat(WIDTH - filled),
            percent,
            seconds(bar),
            message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…");
  }

  private String seconds(Bar bar) {
    return switch (bar.status) {
      case PENDING -> "";
      case SKIPPED -> "skip";
      case RUNNING -> "%.1f s".formatted((nanoTime.getAsLong() - bar.began) / 1e9);
      case COMPLETED, FAILED ->
          bar.began == 0 ? "" : "%.1f s".formatted((bar.ended - bar.began) / 1e9);
    };
  }
}
