package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.worker.StageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HiveSqlTest {

  @Test
  void literalsHoldWhatWouldEndThem() {
    assertThat(HiveSql.literal("it's \\ a;b")).isEqualTo("'it\\'s \\\\ a\\073b'");
  }

  @Test
  void literalsHoldNoControlCharacters() {
    assertThatThrownBy(() -> HiveSql.literal("a\nb")).isInstanceOf(StageException.class);
  }

  @Test
  void partitionsHaveFoldersNamedAsHiveNamesThem() {
    assertThat(
            HiveSql.partitionFolder(
                List.of("dt", "kind"), Map.of("kind", "a/b: c", "dt", "2026-01-11")))
        .isEqualTo("/dt=2026-01-11/kind=a%2Fb%3A c");
  }

  @Test
  void tableIsDescribedByItsQuotedName() {
    assertThat(HiveSql.describe(TableName.of("ctr_demo.predictions"), Map.of("dt", "x'y")))
        .isEqualTo("DESCRIBE FORMATTED `ctr_demo`.`predictions` PARTITION (`dt` = 'x\\'y');\n");
  }
}
