package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlQueryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select * from t",
        "  WITH x AS (SELECT 1) SELECT * FROM x",
        "-- what it is\nSELECT 1",
        "/* a; b */ SELECT 1",
        "SELECT ';' FROM t",
        "SELECT 'it''s; fine' FROM t",
        "SELECT \"a;b\", `c;d` FROM t -- the end; really"
      })
  void queryIsAccepted(String text) {
    assertThat(SqlQuery.check(text).problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DROP TABLE t | SELECT or WITH",
        "INSERT INTO t SELECT 1 | SELECT or WITH",
        "/* SELECT */ DELETE FROM t | SELECT or WITH",
        "SELECTED | SELECT or WITH",
        "SELECT 1; DROP TABLE t | one statement",
        "SELECT 1; 'x' | one statement",
        "SELECT 'a' ; SELECT 2 | one statement",
        "SELECT 'open | never closed",
        "SELECT /* open | never closed",
        "SELECT 'a\\'; DROP TABLE t; --' | backslash",
        "~~ | SELECT or WITH"
      })
  void anythingElseIsRefused(String text, String why) {
    assertThat(SqlQuery.check(text == null ? "" : text).problem()).get().asString().contains(why);
  }

  @Test
  void closingSemicolonIsCutOff() {
    assertThat(SqlQuery.check("SELECT 1 ; \n-- done\n;").query()).isEqualTo("SELECT 1");
    assertThat(SqlQuery.check(" SELECT ';' ").query()).isEqualTo("SELECT ';'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 'it\\'s one'", "SELECT 'C:\\'", "SELECT split(x, '\\\\^')"})
  void backslashMayMeanWhatItMeansToTheSource(String text) {
    assertThat(SqlQuery.check(text)).isEqualTo(new SqlQuery.Result(text, Optional.empty()));
  }
}
