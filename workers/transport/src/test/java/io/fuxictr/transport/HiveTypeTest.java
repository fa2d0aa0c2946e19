package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiveTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | INTEGER",
        "varchar(20) | VARCHAR",
        "decimal(10,2) | DECIMAL(10,2)",
        "array<string> | VARCHAR[]",
        "array<array<double>> | DOUBLE[][]",
        "timestamp | TIMESTAMP"
      })
  void hasANameInDuckDb(String hive, String duck) {
    assertThat(HiveType.toDuck(hive)).contains(duck);
  }

  @ParameterizedTest
  @ValueSource(strings = {"map<string,int>", "struct<a:int>", "array<map<string,int>>", "interval"})
  void otherTypesAreNotWritten(String hive) {
    assertThat(HiveType.toDuck(hive)).isEmpty();
  }

  @Test
  void everyTypeOfAnOutputHasATypeInHive() {
    assertThat(HiveType.ofDuck("VARCHAR[]")).isEqualTo("array<string>");
    assertThat(HiveType.ofDuck("DECIMAL(18,3)")).isEqualTo("decimal(18,3)");
    assertThat(HiveType.ofDuck("TIMESTAMP WITH TIME ZONE")).isEqualTo("timestamp");
    assertThat(HiveType.ofDuck("FLOAT")).isEqualTo("float");
  }
}
