package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerUsersTest {
  @TempDir private Path home;

  @Test
  void passwordStaysTheSame() {
    String first = users(Map.of()).password(BrokerUser.WEB);

    assertThat(first).hasSize(48);
    assertThat(users(Map.of()).password(BrokerUser.WEB)).isEqualTo(first);
    assertThat(users(Map.of()).password(BrokerUser.WORKER)).isNotEqualTo(first);
  }

  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    users(Map.of()).password(BrokerUser.WEB);

    assertThat(permissions(home.resolve("secrets"))).isEqualTo("rwx------");
    assertThat(permissions(home.resolve("secrets/web.password"))).isEqualTo("rw-------");
  }

  @Test
  void environmentWinsAndLeavesNoFile() {
    String password =
        users(Map.of("FUXICTR_BROKER_PASSWORD_WORKER", "from outside")).password(BrokerUser.WORKER);

    assertThat(password).isEqualTo("from outside");
    assertThat(home.resolve("secrets")).doesNotExist();
  }

  @Test
  void thoseWhoStartTogetherAgree() throws Exception {
    int starters = 8;
    var together = new CyclicBarrier(starters);
    Callable<String> starter =
        () -> {
          together.await();
          return users(Map.of()).password(BrokerUser.DISPATCHER);
        };

    var passwords = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> future : threads.invokeAll(List.copyOf(copies(starters, starter)))) {
        passwords.add(future.get());
      }
    }

    assertThat(passwords).hasSize(starters).containsOnly(passwords.getFirst());
    try (var files = Files.list(home.resolve("secrets"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void fileThatOthersMayReadIsRefusedWithItsRemedy() throws IOException {
    users(Map.of()).password(BrokerUser.WEB);
    Path file = home.resolve("secrets/web.password");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> users(Map.of()).password(BrokerUser.WEB))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("rw-r-----")
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void passwordOfAKeystoreComesFromTheEnvironmentOrAFile() throws IOException {
    Path file = Files.writeString(home.resolve("store.password"), "from the file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var variables = Map.of("FUXICTR_BROKER_KEYSTORE_PASSWORD", "from outside");

    assertThat(StorePassword.KEYSTORE.read(Map.of(), Optional.of(file))).isEqualTo("from the file");
    assertThat(StorePassword.KEYSTORE.read(variables, Optional.of(file))).isEqualTo("from outside");
    assertThat(StorePassword.TRUSTSTORE.read(variables, Optional.empty())).isEmpty();
    assertThatThrownBy(
            () -> StorePassword.KEYSTORE.read(Map.of(), Optional.of(home.resolve("none"))))
        .hasMessageContaining("FUXICTR_BROKER_KEYSTORE_PASSWORD");
  }

  @Test
  void emptyFileIsToldWithItsRemedy() throws IOException {
    users(Map.of()).password(BrokerUser.WEB);
    Files.writeString(home.resolve("secrets/web.password"), "");

    assertThatThrownBy(() -> users(Map.of()).password(BrokerUser.WEB))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("web.password")
        .hasMessageContaining("delete it");
  }

  private BrokerUsers users(Map<String, String> environment) {
    return new BrokerUsers(home.resolve("secrets"), environment);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static <T> List<T> copies(int count, T value) {
    return java.util.Collections.nCopies(count, value);
  }
}
