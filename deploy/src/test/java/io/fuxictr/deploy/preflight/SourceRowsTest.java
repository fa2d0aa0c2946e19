package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRowsTest {
  private static final String[] ALL = {
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "Q2", "Q3"
  };

  @TempDir private Path folder;

  private TestSite site(int port) throws IOException {
    Path key = folder.resolve("key");
    if (!Files.exists(key)) {
      Files.writeString(key, "no key");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
    return TestSite.in(folder.resolve("home"))
        .configured(
            """
            servers:
              server_21: {host: 127.0.0.1, port: %d, username: ann, key_path: %s, known_hosts: %s}
            """
                .formatted(port, key, folder.resolve("known_hosts")));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void serverThatIsStoppedFailsTheFirstRowWhichSaysWhatToDoAndSkipsTheOthers()
      throws IOException, InterruptedException {
    int port = closedPort();

    List<Row> rows = site(port).rows(ALL);

    Finding first = rows.getFirst().finding();
    assertThat(rows.getFirst().id()).isEqualTo("A1");
    assertThat(first.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(first.detail()).contains("ann@127.0.0.1:" + port).contains("nothing listens there");
    assertThat(first.remedy()).contains("systemctl start ssh").contains("nc -vz 127.0.0.1 " + port);
    assertThat(rows.subList(1, rows.size()))
        .filteredOn(row -> !row.id().equals("A10"))
        .allSatisfy(row -> assertThat(row.finding()).isEqualTo(Finding.skip("needs A1")));
  }

  @Test
  void whatIsNoSshServerIsNotTakenForOne() throws IOException, InterruptedException {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greet(server));

      Finding found = site(server.getLocalPort()).row("A1");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.remedy()).isNotEmpty();
    }
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException _) {
        // The client went, or the test is over.
      }
    }
  }

  @Test
  void keyThatOthersMayReadIsToldWithTheCommandThatHelps()
      throws IOException, InterruptedException {
    TestSite site = site(closedPort());
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));

    Finding found = site.row("A10");

    assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(found.remedy()).isEqualTo("chmod 600 " + folder.resolve("key"));
  }

  @Test
  void privateKeyWithAPublicHalfThatOthersWriteIsAWarning()
      throws IOException, InterruptedException {
    TestSite site = site(closedPort());
    Path half = Files.writeString(folder.resolve("key.pub"), "");
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-rw-r--"));

    assertThat(site.row("A10").verdict()).isEqualTo(Verdict.WARN);

    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(site.row("A10").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void withoutASourceServerNothingIsLookedAt() throws InterruptedException {
    assertThat(TestSite.in(folder).rows("A1", "A10", "Q2"))
        .extracting(row -> row.finding().verdict())
        .containsOnly(Verdict.SKIP);
  }

  @Test
  void configurationThatCannotBeReadFailsTheFirstRow() throws InterruptedException {
    List<Row> rows =
        TestSite.in(folder.resolve("home"))
            .configured("servers: {server_21: {host: 21.xxxxxx.com, username: a}}")
            .rows("A1", "A2");

    assertThat(rows.getFirst().finding().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(rows.getFirst().finding().detail()).contains("placeholder");
    assertThat(rows.getLast().finding()).isEqualTo(Finding.skip("needs A1"));
  }
}
