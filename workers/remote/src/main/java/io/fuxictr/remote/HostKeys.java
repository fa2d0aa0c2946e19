package io.fuxictr.remote;

import io.fuxictr.remote.HostSettings.HostKeyPolicy;
import io.fuxictr.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;

/**
 * Knows the keys of hosts from a file as OpenSSH has it. Says why a key was not accepted, which the
 * library does not.
 */
final class HostKeys extends OpenSSHKnownHosts {
  private final HostSettings settings;
  private Optional<String> refusal = Optional.empty();

  private HostKeys(HostSettings settings) throws IOException {
    super(settings.knownHosts().toFile());
    this.settings = settings;
  }

  /**
   * Reads the file; one that is not there knows nobody.
   *
   * @throws RemoteException if it cannot be read
   */
  static HostKeys of(HostSettings settings) {
    try {
      return new HostKeys(settings);
    } catch (IOException e) {
      throw new RemoteException(
          Reason.HOST_KEY,
          "Reading the known hosts in %s: %s; make the file readable"
              .formatted(settings.knownHosts(), e.getMessage()),
          e);
    }
  }

  /** Returns why the host's key was not accepted, if it was not. */
  Optional<String> refusal() {
    return refusal;
  }

  /** Returns the names of the kinds of keys that are known of the host, for the handshake. */
  List<String> knownAlgorithms() {
    return findExistingAlgorithms(settings.host(), settings.port());
  }

  @Override
  protected boolean hostKeyUnverifiableAction(String hostname, PublicKey key) {
    if (settings.hostKeys() == HostKeyPolicy.ACCEPT_NEW) {
      remember(key);
      return true;
    }
    refusal =
        Optional.of(
            ("its host key (%s, %s) is not in %s; compare the fingerprint with the one that its"
                    + " administrator names, then add the key: ssh-keyscan -p %d %s >> %s")
                .formatted(
                    KeyType.fromKey(key),
                    fingerprint(key),
                    settings.knownHosts(),
                    settings.port(),
                    settings.host(),
                    settings.knownHosts()));
    return false;
  }

  @Override
  protected boolean hostKeyChangedAction(String hostname, PublicKey key) {
    refusal =
        Optional.of(
            ("its host key has CHANGED (now %s, %s; %s holds another one): either the server was"
                    + " set up anew, or somebody sits in between; ask its administrator, and only"
                    + " then remove the old line: ssh-keygen -R '%s' -f %s")
                .formatted(
                    KeyType.fromKey(key),
                    fingerprint(key),
                    settings.knownHosts(),
                    entryName(),
                    settings.knownHosts()));
    return false;
  }

  private void remember(PublicKey key) {
    Path file = settings.knownHosts();
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var entry = new HostEntry(null, entryName(), KeyType.fromKey(key), key);
      entries().add(entry);
      write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Writing the key of %s to %s: %s".formatted(settings, file, e.getMessage()), e);
    }
  }

  private String entryName() {
    return settings.port() == SSHClient.DEFAULT_PORT
        ? settings.host()
        : "[%s]:%d".formatted(settings.host(), settings.port());
  }

  private static String fingerprint(PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
