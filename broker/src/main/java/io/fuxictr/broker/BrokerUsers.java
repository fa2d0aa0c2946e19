package io.fuxictr.broker;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The passwords of the broker's users: one random password per user, in a file of its own that only
 * the owner can read. Whoever asks first creates it; processes that start together agree. An
 * environment variable {@code FUXICTR_BROKER_PASSWORD_USER} wins over the file, for a process on a
 * host that does not have it.
 */
public final class BrokerUsers {
  private static final String VARIABLE = "FUXICTR_BROKER_PASSWORD_";
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final Map<String, String> environment;

  /**
   * Creates the view on a directory of passwords, which need not exist yet.
   *
   * @param environment variables of the process
   */
  public BrokerUsers(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Returns the password of a user, made up now if it has none yet.
   *
   * @throws BrokerException if it can be neither read nor written
   */
  public String password(BrokerUser user) {
    String given = environment.getOrDefault(VARIABLE + user.name(), "");
    return given.isBlank() ? fromFile(user) : given.strip();
  }

  private String fromFile(BrokerUser user) {
    Path file = directory.resolve(user.login() + ".password");
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return SecretFile.read(file);
    } catch (IOException e) {
      throw new BrokerException(
          "Reading or creating the broker password of '%s' in %s: %s; make it readable, or set %s"
              .formatted(user.login(), file, e, VARIABLE + user.name()),
          e);
    }
  }

  private void create(Path file) throws IOException {
    Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    Path complete = directory.resolve(".%s.tmp".formatted(UUID.randomUUID()));
    Files.createFile(complete, OWNER_ONLY);
    try {
      Files.writeString(complete, random() + "\n");
      // A link appears whole or not at all, and never replaces what another process made.
      Files.createLink(file, complete);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      Files.delete(complete);
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
