package io.fuxictr.link;

import io.fuxictr.link.ClientTls.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Finds out why an encrypted connection does not come about, which the messaging client does not
 * tell: a certificate that goes back to nobody we trust, or that is another host's, or a port where
 * nobody speaks TLS.
 */
final class TlsProbe {
  private static final int PATIENCE_MILLIS = 5000;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("tcp://(\\[[^\\]]*\\]|[^:/,()?\\[]+):(\\d+)");

  private TlsProbe() {}

  /** Returns what is wrong for good; empty if nothing is, or it may pass. */
  static Optional<String> trouble(String url, ClientTls tls) {
    SSLContext context;
    try {
      context = context(tls);
    } catch (GeneralSecurityException | IOException e) {
      return Optional.of(
          "the truststore %s cannot be read: %s; correct broker.tls and its password"
              .formatted(tls.authorities().map(Store::toString).orElse(""), e.getMessage()));
    }
    Matcher hosts = HOST_AND_PORT.matcher(url);
    while (hosts.find()) {
      String host = hosts.group(1);
      Optional<String> found = trouble(context, host, Integer.parseInt(hosts.group(2)));
      if (found.isPresent()) {
        return found.map(why -> "%s: %s".formatted(host, why));
      }
    }
    return Optional.empty();
  }

  private static SSLContext context(ClientTls tls) throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(tls.authorities().isPresent() ? load(tls.authorities().get()) : null);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Store store) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(store.file())) {
      if (!store.type().equals("PEM")) {
        KeyStore keys = KeyStore.getInstance(store.type());
        keys.load(in, store.password().toCharArray());
        return keys;
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        keys.setCertificateEntry("authority-" + number++, certificate);
      }
      return keys;
    }
  }

  private static Optional<String> trouble(SSLContext context, String host, int port) {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
      return Optional.empty();
    } catch (SSLHandshakeException e) {
      return Optional.of(
          "its certificate is refused: %s; broker.tls.truststore must hold its authority, and the certificate must name the host"
              .formatted(e.getMessage()));
    } catch (SSLException e) {
      return Optional.of(
          "nobody speaks TLS there: %s; correct the port, or broker.tls on either end"
              .formatted(e.getMessage()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
