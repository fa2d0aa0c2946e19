package io.fuxictr.remote.transfer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.loopback.SshServer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** An SSH server of this test on loopback; the test is skipped where there is none. */
final class LoopbackHost implements AutoCloseable {
  private final SshServer server;
  private final RemoteHost host;

  LoopbackHost(Path folder) throws InterruptedException {
    assumeTrue(
        SshServer.isInstalled(), "no sshd here (apt-get install openssh-server openssh-client)");
    assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é'),
        "file names are not Unicode here (set LC_ALL=C.UTF-8)");
    server = SshServer.start(folder);
    host = new RemoteHost(server.settings());
  }

  SshServer server() {
    return server;
  }

  RemoteHost host() {
    return host;
  }

  Place place(Path folder) {
    return Place.at(host, folder.toString());
  }

  @Override
  public void close() {
    host.close();
    server.close();
  }
}
