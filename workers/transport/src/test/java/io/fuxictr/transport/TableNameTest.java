package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.worker.StageException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

  @Test
  void hasADatabaseOrNot() {
    assertThat(TableName.of("result")).isEqualTo(new TableName(Optional.empty(), "result"));
    assertThat(TableName.of("hive.result_1")).hasToString("hive.result_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a.b.c", "a b", "1a", "a;drop table b", "a\"b", ".a", "a.", "a-b", "a\n", "ä"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> TableName.of(text))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
