package io.fuxictr.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates as an operator makes them, with the JDK's own tool. */
final class Certificates {
  static final String PASSWORD = "ke&y store/1";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes a key whose certificate names some hosts. */
  Path key(String name, String hosts) throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + hosts,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    return store;
  }

  /** Makes a store that trusts the certificate of a key. */
  Path trustIn(String name) throws IOException, InterruptedException {
    Path certificate = pem(name);
    Path store = folder.resolve(name + "-trust.p12");
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        certificate.toString(),
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    return store;
  }

  /** Writes the certificate of a key as text. */
  Path pem(String name) throws IOException, InterruptedException {
    Path certificate = folder.resolve(name + ".pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-file",
        certificate.toString(),
        "-keystore",
        folder.resolve(name + ".p12").toString());
    return certificate;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(command + ": " + said);
    }
  }
}
