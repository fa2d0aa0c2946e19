package io.fuxictr.dataset.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as Spark, Hive, Avro and protocol buffers lay them out, by Parquet's own writer. */
class ListShapesTest {
  private static final List<List<String>> ROWS =
      List.of(List.of("a", "b"), List.of(), List.of("c"), List.of("a", "a", "a"), List.of());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional group l (LIST) { repeated group list { optional binary element (STRING); } }",
        "optional group l (LIST) { repeated group list { required binary element (STRING); } }",
        "required group l (LIST) { repeated group bag { optional binary array_element (UTF8); } }",
        "optional group l (LIST) { repeated binary array (STRING); }",
        "required group l (LIST) { repeated binary array (STRING); }",
        "repeated binary l (STRING);"
      })
  void everyShapeIsRead(String field) throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      for (boolean dictionary : new boolean[] {true, false}) {
        Path file = folder.resolve("%s-%s.parquet".formatted(version, dictionary));
        write(
            file,
            MessageTypeParser.parseMessageType("message m { " + field + " }"),
            version,
            dictionary);

        assertThat(PartFooter.read(file).types()).containsEntry("l", ColumnType.LIST_OF_TEXT);
        assertThat(read(file)).isEqualTo(ROWS);
      }
    }
  }

  private static void write(
      Path file, MessageType schema, WriterVersion version, boolean dictionary) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withType(schema)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .build()) {
      for (List<String> row : ROWS) {
        writer.write(group(schema, row));
      }
    }
  }

  private static Group group(MessageType schema, List<String> row) {
    var group = new SimpleGroup(schema);
    if (schema.getType("l").isPrimitive()) {
      row.forEach(value -> group.add("l", value));
      return group;
    }
    GroupType list = schema.getType("l").asGroupType();
    boolean mayBeNull = !list.isRepetition(Type.Repetition.REQUIRED);
    if (row.isEmpty() && mayBeNull) {
      return group;
    }
    Group values = group.addGroup("l");
    for (String value : row) {
      if (list.getType(0).isPrimitive()) {
        values.add(0, value);
      } else {
        values.addGroup(0).add(0, value);
      }
    }
    return group;
  }

  private static List<List<String>> read(Path file) {
    List<List<String>> rows = new ArrayList<>();
    try (var reader = PartReader.open(file, Map.of("l", ColumnForm.TOKENS), 2)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        var lists = (Column.TokenLists) block.get().column("l");
        for (int i = 0; i < block.get().rows(); i++) {
          rows.add(
              Arrays.stream(lists.codes(), lists.offsets()[i], lists.offsets()[i + 1])
                  .mapToObj(lists.words()::text)
                  .toList());
        }
      }
    }
    return rows;
  }
}
