package io.fuxictr.remote;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SecurityUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Makes unconnected SSH clients that are fast: ciphers of the JDK, which uses the processor's AES,
 * and a window that keeps a line full. BouncyCastle is only asked for what the JDK lacks.
 *
 * <p>A client takes texts byte by byte (ISO 8859-1): whoever uses it encodes names and commands as
 * UTF-8 first, so that names of any bytes come through unchanged.
 */
final class SshClients {
  private static final int WINDOW_BYTES = 16 << 20;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int KEEP_ALIVE_MISSES = 3;

  static {
    // Before the first configuration is made, and for the whole process.
    SecurityUtils.setRegisterBouncyCastle(false);
    SecurityUtils.setSecurityProvider(null);
    Security.addProvider(new BouncyCastleProvider());
  }

  private SshClients() {}

  /**
   * Returns a client that is not connected yet.
   *
   * @param keys known hosts; a kind of key that is known of the host is asked for first
   */
  static SSHClient of(HostKeys keys) {
    var client = new SSHClient(config(keys.knownAlgorithms()));
    client.setRemoteCharset(StandardCharsets.ISO_8859_1);
    client.addHostKeyVerifier(keys);
    client.getConnection().setWindowSize(WINDOW_BYTES);
    if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner keepAlive) {
      keepAlive.setMaxAliveCount(KEEP_ALIVE_MISSES);
    }
    client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    return client;
  }

  private static Config config(List<String> known) {
    var config = new DefaultConfig();
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    config.setCipherFactories(
        List.of(
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES192CTR(),
            BlockCiphers.AES256CTR(),
            ChachaPolyCiphers.CHACHA_POLY_OPENSSH()));
    List<Factory.Named<KeyAlgorithm>> algorithms = new ArrayList<>(config.getKeyAlgorithms());
    algorithms.sort(Comparator.comparing(algorithm -> !isKnown(algorithm, known)));
    config.setKeyAlgorithms(algorithms);
    return config;
  }

  /** RSA keys go by one name in the file and by three in the handshake. */
  private static boolean isKnown(Factory.Named<KeyAlgorithm> algorithm, List<String> known) {
    KeyType type = algorithm.create().getKeyFormat();
    return known.contains(algorithm.getName()) || known.contains(type.toString());
  }
}
