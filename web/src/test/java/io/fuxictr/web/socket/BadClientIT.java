package io.fuxictr.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.WebServerFixture;
import io.fuxictr.web.store.Samples;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadClientIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CLOSE = 8;
  private static final int MANY = 16_000;
  private static final int BATCH = 1_000;

  @TempDir private Path folder;

  /** A client that speaks only as much of the protocol as it must, and reads when it is told to. */
  private static final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawClient(int port, String path) throws IOException {
      socket.setReceiveBufferSize(8192);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      String request =
          """
          GET %s HTTP/1.1
          Host: 127.0.0.1
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          Sec-WebSocket-Version: 13

          """
              .formatted(path)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      while (!line().isEmpty()) {
        assertThat(socket.isConnected()).isTrue();
      }
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    }

    /** Reads until the server says goodbye, and returns the code of that. */
    int readToClose() throws IOException {
      while (true) {
        int operation = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (operation == CLOSE) {
          return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static List<TaskEvent> lines(TaskId task, int from, int to) {
    String padding = "x".repeat(1500);
    return IntStream.range(from, to)
        .mapToObj(i -> Samples.event(task, Stage.TRAIN, i, Samples.line(i + padding)))
        .toList();
  }

  private static String logs(TaskId task) {
    return "/api/workflow/tasks/%s/logs".formatted(task);
  }

  @Test
  void clientThatDoesNotReadIsCutOffAndDelaysNobody() throws IOException {
    try (var server = new WebServerFixture(folder)) {
      var task = new TaskId(server.submit("flood"));
      try (var client = new RawClient(server.web().apiPort(), logs(task))) {
        for (int from = 0; from < MANY; from += BATCH) {
          server.publish(lines(task, from, from + BATCH));
        }
        String last = logs(task) + "/history?after_seq=" + (MANY - 1);
        await().atMost(SOON).until(() -> server.get(last).body().contains("\"seq\":" + MANY));

        assertThat(client.readToClose()).isEqualTo(TaskSocket.TOO_SLOW);
      }
    }
  }

  @Test
  void clientThatAnswersNoPingIsCutOff() throws IOException {
    Duration often = Duration.ofMillis(200);
    try (var server = new WebServerFixture(folder, settings -> settings.pinging(often))) {
      var task = new TaskId(server.submit("silent"));
      try (var client = new RawClient(server.web().apiPort(), logs(task))) {
        client.socket.setSoTimeout(20_000);

        assertThat(client.readToClose()).isEqualTo(1001);
      }
    }
  }
}
