package io.fuxictr.dataset.build;

import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A text that changes with the contents of a file, whatever its name and age. */
final class FileDigest {

  private FileDigest() {}

  /**
   * Reads a file from front to back.
   *
   * @throws DatasetException if it cannot be read
   */
  static String of(Path file) {
    try (InputStream in = Files.newInputStream(file);
        var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw new DatasetException(
          "Reading %s: it is missing or cannot be read (%s)".formatted(file, e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
