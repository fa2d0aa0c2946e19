package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.ClientTls;
import io.fuxictr.link.LinkException;
import io.fuxictr.message.Addresses;
import io.fuxictr.testing.FreePorts;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsIT {
  @TempDir private Path folder;
  private Certificates certificates;
  private Listening doors;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    certificates = new Certificates(folder);
    List<Integer> ports = FreePorts.find(4);
    doors =
        Listening.on("127.0.0.1", ports.get(0))
            .alsoOn(ports.get(1), ports.get(2), ports.get(3))
            .withTls(
                ServerTls.of(
                    certificates.key("broker", "dns:localhost,ip:127.0.0.1"),
                    Certificates.PASSWORD));
    broker = start(doors);
  }

  private EmbeddedBroker start(Listening listening) {
    return EmbeddedBroker.start(
        BrokerSettings.in(folder.resolve("data")).keepingFree(1 << 20).listening(listening),
        new BrokerUsers(folder.resolve("secrets"), Map.of()));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private BrokerAddress producer(Optional<ClientTls> tls) {
    return new BrokerAddress(
        "tcp://127.0.0.1:" + doors.port(),
        "producer",
        broker.addressWithin(BrokerUser.PRODUCER).password(),
        tls);
  }

  private static void send(BrokerAddress address) {
    try (var link = new BrokerLink(address);
        JMSContext session = link.automatic()) {
      session.createProducer().send(session.createQueue(Addresses.SUBMIT), "{}");
    }
  }

  @Test
  void clientThatTrustsTheCertificateGetsThrough() throws Exception {
    send(
        producer(
            Optional.of(
                ClientTls.trusting(certificates.trustIn("broker"), Certificates.PASSWORD))));
    send(producer(Optional.of(ClientTls.trusting(certificates.pem("broker"), ""))));
  }

  @Test
  void certificateOfAnotherAuthorityIsRefusedInWords() throws Exception {
    certificates.key("other", "ip:127.0.0.1");
    ClientTls other = ClientTls.trusting(certificates.trustIn("other"), Certificates.PASSWORD);

    assertThatThrownBy(() -> send(producer(Optional.of(other))))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("its certificate is refused")
        .hasMessageContaining("broker.tls.truststore")
        .hasMessageNotContaining(Certificates.PASSWORD);
  }

  @Test
  void certificateOfAnotherHostIsRefusedInWords() throws Exception {
    broker.close();
    broker =
        start(
            doors.withTls(
                ServerTls.of(
                    certificates.key("elsewhere", "dns:elsewhere.example"),
                    Certificates.PASSWORD)));
    ClientTls trusting =
        ClientTls.trusting(certificates.trustIn("elsewhere"), Certificates.PASSWORD);

    assertThatThrownBy(() -> send(producer(Optional.of(trusting))))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("the certificate must name the host");
  }

  @Test
  void truststoreThatCannotBeOpenedIsToldInWords() throws Exception {
    ClientTls wrong = ClientTls.trusting(certificates.trustIn("broker"), "wrong password");

    assertThatThrownBy(() -> send(producer(Optional.of(wrong))))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("truststore")
        .hasMessageNotContaining("wrong password");
  }

  @Test
  void clientWithoutEncryptionIsNotServed() {
    assertThatThrownBy(
            () -> {
              try (Connection connection =
                  new JmsConnectionFactory(
                          "amqp://127.0.0.1:%d?jms.connectTimeout=2000".formatted(doors.amqpPort()))
                      .createConnection("producer", "x")) {
                connection.start();
              }
            })
        .isInstanceOf(JMSException.class);
  }

  @Test
  void otherProtocolsAreEncryptedToo() throws Exception {
    String password = broker.addressWithin(BrokerUser.PRODUCER).password();
    SSLContext trusting = trusting(certificates.trustIn("broker"));
    var amqp = new JmsConnectionFactory("amqps://127.0.0.1:" + doors.amqpPort());
    amqp.setSslContext(trusting);
    try (Connection connection = amqp.createConnection("producer", password)) {
      connection.start();
    }
    try (var mqtt =
        new MqttClient("ssl://127.0.0.1:" + doors.mqttPort(), "sensor", new MemoryPersistence())) {
      var options = new MqttConnectOptions();
      options.setSocketFactory(trusting.getSocketFactory());
      options.setUserName("producer");
      options.setPassword(password.toCharArray());
      mqtt.connect(options);
      mqtt.publish("workflow/submit", "{}".getBytes(StandardCharsets.UTF_8), 1, false);
      mqtt.disconnect();
    }
    try (var stomp =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), doors.stompPort())) {
      String connect =
          "CONNECT\naccept-version:1.2\nhost:x\nlogin:producer\npasscode:%s\n\n\0"
              .formatted(password);
      stomp.getOutputStream().write(connect.getBytes(StandardCharsets.UTF_8));
      byte[] answer = stomp.getInputStream().readNBytes("CONNECTED".length());
      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("CONNECTED");
    }
    try (var old =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), doors.port())) {
      old.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(old::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static SSLContext trusting(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(store.toFile())) {
      keys.load(in, Certificates.PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void keystoreThatIsMissingKeepsTheBrokerFromStarting() {
    broker.close();
    Path nowhere = folder.resolve("nowhere.p12");

    assertThatThrownBy(() -> start(doors.withTls(ServerTls.of(nowhere, "x"))))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void keystoreWithAnotherPasswordKeepsTheBrokerFromStarting() {
    broker.close();
    Listening wrong = doors.withTls(ServerTls.of(folder.resolve("broker.p12"), "not the password"));

    assertThatThrownBy(() -> start(wrong))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("broker.p12")
        .hasMessageNotContaining("not the password");
  }
}
