package io.fuxictr.infer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of predictions, which belong to one model and one way to name them: what another one
 * left there is thrown away before new parts are written.
 */
final class OutputFolder {
  private static final String MARK = ".model";

  private OutputFolder() {}

  /**
   * Makes the folder ready for the predictions of a model; finished parts of the same model stay.
   *
   * @param columns names of the prediction columns
   */
  static void prepare(Path folder, Path model, List<String> columns) {
    try {
      Files.createDirectories(folder);
      Path mark = folder.resolve(MARK);
      String wanted = sha256(model) + " " + String.join(",", columns);
      if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
        return;
      }
      clear(folder);
      Path beside = folder.resolve(MARK + ".tmp");
      Files.writeString(beside, wanted, StandardCharsets.UTF_8);
      Files.move(beside, mark, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing the folder of predictions " + folder, e);
    }
  }

  private static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(MARK));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
