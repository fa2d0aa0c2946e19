package io.fuxictr.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLineTest {
  private static ResultLine line(String id, Map<String, Double> test) {
    var valid = new LinkedHashMap<String, Double>();
    valid.put("AUC", 0.8123456);
    valid.put("logloss", 0.4);
    return new ResultLine(id, "tiny_x1", valid, test);
  }

  private static String text(ResultLine line) {
    return line.text(
        Instant.parse("2026-01-31T12:00:05Z"), ZoneOffset.UTC, "fuxictr-workflow train --expid a");
  }

  @Test
  void lineHasTheFormThatParsersKnow() {
    assertThat(text(line("DCN_test", Map.of("AUC", 0.75))))
        .isEqualTo(
            " 20260131-120005,[command] fuxictr-workflow train --expid a,[exp_id] DCN_test,"
                + "[dataset_id] tiny_x1,[train] N.A.,[val] AUC: 0.812346 - logloss: 0.400000,"
                + "[test] AUC: 0.750000");
  }

  @Test
  void withoutTestRowsTheTextIsEmpty() {
    assertThat(text(line("DCN_test", Map.of()))).endsWith(",[test] ");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    ResultLine read =
        ResultLine.parse(text(line("DCN_test", Map.of("AUC", Double.NaN)))).orElseThrow();

    assertThat(read.expid()).isEqualTo("DCN_test");
    assertThat(read.datasetId()).isEqualTo("tiny_x1");
    assertThat(read.valid()).containsExactly(Map.entry("AUC", 0.812346), Map.entry("logloss", 0.4));
    assertThat(read.test()).containsExactly(Map.entry("AUC", Double.NaN));
  }

  @Test
  void lineOfThePythonProgramIsRead() {
    ResultLine read =
        ResultLine.parse(
                " 20240501-101112,[command] python run_expid.py --config ./config --expid FM_test"
                    + " --gpu 0,[exp_id] FM_test,[dataset_id] tiny_h5,[train] N.A.,[val] clk_AUC:"
                    + " 0.9 - clk_logloss: 0.2 - AUC: 0.9,[test] ")
            .orElseThrow();

    assertThat(read.valid()).containsOnlyKeys("clk_AUC", "clk_logloss", "AUC");
    assertThat(read.test()).isEmpty();
  }

  @Test
  void lastResultOfAnExperimentCounts(@TempDir Path folder) throws Exception {
    var file = new ResultFile(folder.resolve("config.csv"));
    assertThat(file.read()).isEmpty();

    file.append(text(line("a", Map.of("AUC", 0.1))));
    file.append(text(line("b", Map.of("AUC", 0.2))));
    file.append(text(line("a", Map.of("AUC", 0.3))));
    Files.writeString(
        folder.resolve("config.csv"),
        " 20260131-120005,[command] cut off",
        StandardOpenOption.APPEND);

    assertThat(file.read()).containsOnlyKeys("a", "b");
    assertThat(file.read().values())
        .extracting(ResultLine::test)
        .containsExactly(Map.of("AUC", 0.3), Map.of("AUC", 0.2));
  }
}
