package io.fuxictr.dataset.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** Opening of part files, with one clear message for each way in which it can fail. */
final class PartFile {

  private PartFile() {}

  /** Opens a part; the caller closes it. */
  static ParquetFileReader open(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString());
      }
      return ParquetFileReader.open(new LocalInputFile(file), options());
    } catch (NoSuchFileException e) {
      throw new DatasetException("Reading %s: there is no such file".formatted(file), e);
    } catch (IOException | RuntimeException e) {
      throw new DatasetException(
          ("Reading %s: not a complete Parquet file (%s); it was cut off, is still being written,"
                  + " or holds another format; export it again as Parquet")
              .formatted(file, reason(e)),
          e);
    }
  }

  /** Translates a failure below the footer. */
  static DatasetException damaged(Path file, String column, Exception cause) {
    return new DatasetException(
        "Reading column '%s' of %s: damaged or unsupported data (%s); export the file again"
            .formatted(column, file, reason(cause)),
        cause);
  }

  private static ParquetReadOptions options() {
    return ParquetReadOptions.builder(new PlainParquetConfiguration())
        .withCodecFactory(new Codecs())
        .build();
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
