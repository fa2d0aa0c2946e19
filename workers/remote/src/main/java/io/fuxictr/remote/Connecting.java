package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** Opens connections, and says in words of an operator why one cannot be opened. */
final class Connecting {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final HostSettings settings;

  Connecting(HostSettings settings) {
    this.settings = settings;
  }

  Connection open(RemoteWatch watch) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      watch.checkStopped();
      try {
        return tryOnce();
      } catch (RemoteException e) {
        if (!e.isTransient() || tries >= settings.connectTries()) {
          throw e;
        }
        Duration delay = Backoff.delay(FIRST_DELAY, tries);
        watch.retrying(
            "%s; try %d of %d follows in %d s"
                .formatted(e.getMessage(), tries + 1, settings.connectTries(), delay.toSeconds()));
        Backoff.await(delay, watch);
      }
    }
  }

  private Connection tryOnce() {
    checkKeyFile();
    HostKeys keys = HostKeys.of(settings);
    SSHClient client = SshClients.of(keys);
    boolean open = false;
    try {
      connect(client, keys);
      authenticate(client);
      open = true;
      return new Connection(settings, client);
    } finally {
      if (!open) {
        new Connection(settings, client).close();
      }
    }
  }

  private void connect(SSHClient client, HostKeys keys) {
    int millis = Math.toIntExact(settings.connectTimeout().toMillis());
    client.setConnectTimeout(millis);
    client.setTimeout(millis);
    try {
      if (settings.compression()) {
        client.useCompression();
      }
      client.connect(settings.host(), settings.port());
      // From here on the keep-alive tells whether the other side is there.
      client.setTimeout(0);
      client.getSocket().setSoTimeout(0);
    } catch (IOException e) {
      Optional<String> refusal = keys.refusal();
      throw refusal.isPresent()
          ? new RemoteException(
              Reason.HOST_KEY, "Connecting to %s: %s".formatted(settings, refusal.get()), e)
          : new RemoteException(
              Reason.UNREACHABLE, "Connecting to %s: %s".formatted(settings, why(e)), e);
    }
  }

  private String why(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "there is no host of that name; check servers.server_21.host";
      case ConnectException _ ->
          "nothing listens there (%s); is the SSH server running, and is this its port?"
              .formatted(e.getMessage());
      case NoRouteToHostException _ -> "there is no way to the host; check network and firewall";
      case SocketTimeoutException _ ->
          "no answer within %d s; check network and firewall"
              .formatted(settings.connectTimeout().toSeconds());
      default -> "it broke off (%s); is that an SSH server?".formatted(e.getMessage());
    };
  }

  private void authenticate(SSHClient client) {
    try {
      client.authPublickey(settings.user(), key(client));
    } catch (UserAuthException e) {
      throw new RemoteException(
          Reason.AUTHENTICATION,
          ("SSH authentication failed for %s@%s with key %s: %s; add its public half to"
                  + " ~%s/.ssh/authorized_keys there")
              .formatted(
                  settings.user(),
                  settings.host(),
                  settings.key(),
                  e.getMessage(),
                  settings.user()),
          e);
    } catch (IOException e) {
      throw new RemoteException(
          Reason.UNREACHABLE,
          "Logging in to %s: the connection broke: %s".formatted(settings, e.getMessage()),
          e);
    }
  }

  private KeyProvider key(SSHClient client) {
    try {
      KeyProvider key = client.loadKeys(settings.key().toString());
      // Reads and parses; an encrypted key would ask for a passphrase here.
      if (key.getPrivate() == null) {
        throw unusable("it holds no private key");
      }
      return key;
    } catch (IOException e) {
      throw new RemoteException(
          Reason.KEY_FILE,
          "Reading the private key %s: %s; name a key in OpenSSH or PEM form without a passphrase"
              .formatted(settings.key(), e.getMessage()),
          e);
    }
  }

  private void checkKeyFile() {
    Path key = settings.key();
    if (!Files.isReadable(key)) {
      throw unusable(Files.exists(key) ? "it cannot be read" : "it is not there");
    }
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(key));
      if (!others.isEmpty()) {
        throw unusable("others may use it too; run chmod 600 " + key);
      }
    } catch (IOException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (UnsupportedOperationException _) {
      // A file system without such permissions has nothing to check.
    }
  }

  private RemoteException unusable(String why) {
    return new RemoteException(
        Reason.KEY_FILE,
        "Reading the private key %s for %s: %s".formatted(settings.key(), settings, why));
  }
}
