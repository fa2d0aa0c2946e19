package io.fuxictr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between a client and a server on this host, that can be cut and can fall silent. While
 * nobody listens at the server's port, nobody does at this one either, as it would be without a
 * network between. Its threads are the system's, so that whatever else a test does on virtual ones
 * cannot slow it down.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int BACKLOG = 50;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final int target;
  private final int port;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile ServerSocket listening;
  private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition loud = lock.newCondition();
  private boolean silent;

  /** Two sockets and what is between them. */
  private record Pipe(Socket client, Socket server) {

    List<Socket> ends() {
      return List.of(client, server);
    }
  }

  /**
   * Starts a proxy on a free port of the loopback interface.
   *
   * @param target port of the server, on the loopback interface too
   */
  public TcpProxy(int target) {
    this.target = target;
    try {
      listening = listen(0);
      port = listening.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("Listening on a free port", e);
    }
    var _ = Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  private static ServerSocket listen(int port) throws IOException {
    var opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    return opened;
  }

  /** Returns the port that clients connect to. */
  public int port() {
    return port;
  }

  /** Returns how many connections were made through this proxy so far. */
  public int accepted() {
    return accepted.get();
  }

  private void accept() {
    try {
      while (isOpen()) {
        Socket client = listening.accept();
        if (connect(client)) {
          accepted.incrementAndGet();
        } else {
          listening.close();
          awaitServer();
          listening = listen(port);
        }
      }
      listening.close();
    } catch (IOException e) {
      if (isOpen()) {
        throw new UncheckedIOException("Listening on port " + port, e);
      }
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void awaitServer() {
    boolean answers = false;
    while (!answers && isOpen()) {
      try (var look = new Socket(InetAddress.getLoopbackAddress(), target)) {
        answers = look.isConnected();
      } catch (IOException e) {
        rest();
      }
    }
  }

  private void rest() {
    try {
      var _ = closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a proxy", e);
    }
  }

  /** Returns whether the server answered; if not, the client sees its socket closed. */
  private boolean connect(Socket client) throws IOException {
    var server = new Socket();
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    } catch (IOException e) {
      client.close();
      server.close();
      return false;
    }
    var pipe = new Pipe(client, server);
    pipes.add(pipe);
    var _ = Thread.ofPlatform().daemon().start(() -> pump(pipe, client, server));
    var _ = Thread.ofPlatform().daemon().start(() -> pump(pipe, server, client));
    return true;
  }

  private void pump(Pipe pipe, Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitLoud();
        out.write(buffer, 0, count);
      }
    } catch (IOException | InterruptedException e) {
      // Cut on purpose, or by one of the ends.
    } finally {
      cut(pipe);
    }
  }

  private void awaitLoud() throws InterruptedException {
    lock.lock();
    try {
      while (silent) {
        loud.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing through any more, without closing a socket, as a network that is down does. */
  public void fallSilent() {
    setSilent(true);
  }

  /** Lets everything through again, what was held back first. */
  public void speak() {
    setSilent(false);
  }

  private void setSilent(boolean now) {
    lock.lock();
    try {
      silent = now;
      loud.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes all connections; new ones are taken. */
  public void cut() {
    pipes.forEach(this::cut);
  }

  private void cut(Pipe pipe) {
    if (pipes.remove(pipe)) {
      for (Socket end : pipe.ends()) {
        try {
          end.close();
        } catch (IOException e) {
          throw new UncheckedIOException("Cutting a connection", e);
        }
      }
    }
  }

  /** Closes all connections and takes no more. */
  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Closing the proxy", e);
    }
    speak();
    cut();
  }
}
