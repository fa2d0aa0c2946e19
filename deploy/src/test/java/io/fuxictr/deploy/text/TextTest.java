package io.fuxictr.deploy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TextTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text, true);

  private static JsonNode event(String type, String step, String data) throws Exception {
    return JsonMapper.builder()
        .build()
        .readTree(
            """
            {"seq":1,"type":"%s","task_id":7,"step":"%s","data":%s,
             "timestamp":"2026-01-01 12:00:00"}\
            """
                .formatted(type, step, data));
  }

  @Nested
  class Line {
    @Test
    void logHasItsLevel() throws Exception {
      var event = event("log", "train", "{\"level\":\"WARNING\",\"message\":\"slow\"}");

      assertThat(EventLine.of(event)).isEqualTo("[2026-01-01 12:00:00] [train] [WARNING] slow");
    }

    @Test
    void progressSaysHowFar() throws Exception {
      var event =
          event(
              "progress",
              "infer",
              "{\"current\":3,\"total\":10,\"percent\":30,\"message\":\"part 3\"}");

      assertThat(EventLine.of(event)).endsWith("[infer] [PROGRESS] 3/10 (30%) - part 3");
    }

    @Test
    void metricHasNameValueAndUnit() throws Exception {
      assertThat(
              EventLine.of(
                  event("metric", "train", "{\"name\":\"loss\",\"value\":0.5,\"unit\":\"\"}")))
          .endsWith("[METRIC] loss: 0.5");
    }

    @Test
    void errorTellsTheReason() throws Exception {
      assertThat(EventLine.of(event("error", "train", "{\"message\":\"no rows\"}")))
          .endsWith("[train] [ERROR] no rows");
    }
  }

  @Nested
  class Table {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
      var table = new TextTable("A", "LONG");
      table.row("wide", "b");

      table.print(out);

      assertThat(text.toString().lines()).containsExactly("A     LONG", "wide  b");
    }

    @Test
    void rowOfAnotherWidthIsRejected() {
      var table = new TextTable("A", "B");

      assertThatThrownBy(() -> table.row("a")).hasMessage("1 cells under 2 headings");
    }
  }

  @Nested
  class Progress {
    @Test
    void linesTellEveryFifthOnce() throws Exception {
      var lines = new StageLines(out);
      for (int percent : List.of(0, 7, 21, 25, 39, 40, 100, 100)) {
        lines.accept(
            event(
                "progress", "train", "{\"percent\":%d,\"message\":\"batch\"}".formatted(percent)));
      }

      assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
          .containsExactly("train 21 % batch", "train 40 % batch", "train 100 % batch");
    }

    @Test
    void barsShowEachStageAndItsTime() throws Exception {
      var clock = new AtomicLong(1);
      var bars = new StageBars(out, clock::get);
      bars.accept(event("status", "workflow", "{\"steps\":{\"data_fetch\":\"running\"}}"));
      clock.addAndGet(2_500_000_000L);
      bars.accept(event("status", "workflow", "{\"steps\":{\"data_fetch\":\"completed\"}}"));

      List<String> last = List.of(text.toString().split("\n", -1));
      assertThat(last).hasSize(11);
      assertThat(last.get(5)).contains("data_fetch", "100 %", "2.5 s");
      assertThat(last.get(9)).contains("monitor", "0 %");
    }

    @Test
    void eventsOfTheWholeTaskChangeNoBar() throws Exception {
      var bars = new StageBars(out, () -> 1);

      bars.accept(event("log", "workflow", "{\"level\":\"INFO\",\"message\":\"hidden\"}"));

      assertThat(text.toString()).doesNotContain("hidden");
    }
  }
}
