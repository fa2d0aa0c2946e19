package io.fuxictr.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.worker.StageException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkScriptTest {

  private static String query(String sql) {
    return SparkScript.query("sample_sql", sql);
  }

  @Test
  void exportWritesTheRowsOfTheQueryToTheFolder() {
    assertThat(SparkScript.export("file:///tmp/it's", "sample_sql", "SELECT 1;"))
        .isEqualTo("INSERT OVERWRITE DIRECTORY 'file:///tmp/it\\'s' USING parquet\nSELECT 1\n;\n");
  }

  @Nested
  class TextThatSparkWouldReadOtherwise {

    @Test
    void lineBreaksInLiteralsBecomeEscapes() {
      assertThat(query("SELECT 'a\r\n-- b', \"c\nd\""))
          .isEqualTo("SELECT 'a\\r\\n-- b', \"c\\nd\"");
    }

    @Test
    void commentsBecomeBlanksAndLinesKeepTheirNumbers() {
      assertThat(query("SELECT 1 -- it's; one\n/* two;\n-- three */ + 1"))
          .isEqualTo("SELECT 1  \n\n  + 1");
    }

    @Test
    void commentsWithinCommentsEndWhereSparkEndsThem() {
      assertThat(query("SELECT /* a /* b */ ; */ 1")).isEqualTo("SELECT   1");
    }

    @Test
    void carriageReturnEndsAComment() {
      assertThat(query("SELECT 1 -- a\r+ 1")).isEqualTo("SELECT 1   + 1");
    }

    @Test
    void hintsStay() {
      assertThat(query("SELECT /*+ BROADCAST(t) */ * FROM t"))
          .isEqualTo("SELECT /*+ BROADCAST(t) */ * FROM t");
    }

    @Test
    void backslashBeforeALineBreakInALiteralStandsForTheBreak() {
      assertThat(query("SELECT 'a\\\nb'")).isEqualTo("SELECT 'a\\nb'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it\\'s; fine', \"a;b\", '数据; ü'",
        "SELECT `a b` FROM t WHERE x = ';'",
        "WITH t AS (SELECT 1 AS a) SELECT a FROM t",
        "SELECT r'\\d+;' FROM t",
        "SELECT transform(a, x -> x + 1) FROM t JOIN u USING (id)"
      })
  void restStaysAsItWasWritten(String sql) {
    assertThat(query(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "SELECT 1 ; ; \n -- done\n", "SELECT 1;/* done */"})
  void semicolonsAtTheEndAreLeftOut(String sql) {
    assertThat(query(sql)).isEqualTo("SELECT 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "SELECT 1; DROP TABLE t | more after the ';' at character 9",
        "SELECT 'a | the ' at character 8 is never closed",
        "SELECT /* a | the comment at character 8 is never closed",
        "SELECT `a | the ` at character 8 is never closed",
        "-- nothing | it is empty",
        "SELECT `a;b` | holds a character that spark-sql cannot read",
        "SELECT r'a\\' FROM t | write it without the R",
        "SELECT /*+ x('a') */ 1 | holds more than names",
        "SELECT TRANSFORM(a) USING 'rm -rf /' FROM t | hands rows to a program",
        "SELECT TRANSFORM(a) USING /* */ \"sh\" FROM t | hands rows to a program",
        "SELECT reflect('java.lang.System', 'exit') | calls the function REFLECT",
        "SELECT `java_method` ('x', 'y') | calls the function JAVA_METHOD"
      })
  void refusesWhatIsNoSingleQuery(String sql, String why) {
    assertThatThrownBy(() -> query(sql))
        .isInstanceOf(StageException.class)
        .hasMessageStartingWith("Checking sample_sql: ")
        .hasMessageContaining(why.strip());
  }

  @Test
  void carriageReturnDoesNotHideAStatementInAComment() {
    assertThatThrownBy(() -> query("SELECT 1 -- a\r; DROP TABLE t"))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("there is more after the ';'");
  }
}
