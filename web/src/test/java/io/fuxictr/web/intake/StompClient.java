package io.fuxictr.web.intake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program that speaks STOMP 1.2 with nothing but a socket. */
final class StompClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  /**
   * What a broker said.
   *
   * @param command such as {@code RECEIPT}
   * @param headers the first of each name
   * @param body text, may be empty
   */
  record Frame(String command, Map<String, String> headers, String body) {}

  /** Opens a connection and logs in; the answer tells whether that went well. */
  StompClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Frame connect(String user, String password) throws IOException {
    String login = user.isEmpty() ? "" : "login:%s\npasscode:%s\n".formatted(user, password);
    send("CONNECT\naccept-version:1.2\nhost:localhost\n" + login, "");
    return read();
  }

  /** Sends one frame: command and headers, each with its line end, and a body. */
  void send(String head, String body) throws IOException {
    send(head, body.getBytes(StandardCharsets.UTF_8));
  }

  void send(String head, byte[] body) throws IOException {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes((head + "\n").getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(body);
    frame.write(0);
    socket.getOutputStream().write(frame.toByteArray());
    socket.getOutputStream().flush();
  }

  /** Waits for the next frame; empty command if the broker hung up. */
  Frame read() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int next = in.read();
    while (next == '\n' || next == '\r') {
      next = in.read();
    }
    while (next > 0) {
      bytes.write(next);
      next = in.read();
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    if (end < 0) {
      return new Frame(text, Map.of(), "");
    }
    String[] lines = text.substring(0, end).split("\n", -1);
    var headers = new LinkedHashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(":", 2);
      headers.putIfAbsent(parts[0], parts[1]);
    }
    return new Frame(lines[0], headers, text.substring(end + 2));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
