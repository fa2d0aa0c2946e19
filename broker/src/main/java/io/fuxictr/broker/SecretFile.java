package io.fuxictr.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that holds one password and that only its owner may read. */
final class SecretFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretFile() {}

  /**
   * Returns the password in a file.
   *
   * @throws BrokerException if others may read the file, or it is empty
   * @throws IOException if it cannot be read
   */
  static String read(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(mode)) {
        throw new BrokerException(
            "Reading the password in %s: its mode is %s, and only its owner may have access; run: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(mode), file));
      }
    }
    String password = Files.readString(file).strip();
    if (password.isEmpty()) {
      throw new BrokerException(
          "Reading the password in %s: the file is empty; write it anew, or delete it if it is one of the broker's users"
              .formatted(file));
    }
    return password;
  }
}
