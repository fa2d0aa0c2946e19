package io.fuxictr.web.api;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages may call. A page of the server itself may: its origin names the host that the
 * request was sent to. While the server is bound to the loopback interface that host must be one of
 * its names, so that a page that had its own name resolved to this machine is still foreign.
 */
public final class Origins {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Set<String> allowed;
  private final boolean loopbackOnly;

  /**
   * Creates the rule.
   *
   * @param allowed origins of further pages, such as {@code https://ui.example}
   * @param host interface that the server is bound to
   */
  public Origins(Iterable<String> allowed, String host) {
    var set = new HashSet<String>();
    allowed.forEach(origin -> set.add(origin.replaceAll("/+$", "")));
    this.allowed = Set.copyOf(set);
    this.loopbackOnly = LOOPBACK.contains(host) || host.equals("::1");
  }

  /**
   * Returns whether a request may change something.
   *
   * @param origin page that it comes from; absent when it comes from a program
   * @param host host that it was sent to
   */
  public boolean isAllowed(Optional<String> origin, Optional<String> host) {
    if (origin.isEmpty()) {
      return true;
    }
    return isListed(origin.get()) || host.filter(to -> isOwn(origin.get(), to)).isPresent();
  }

  /** Returns whether a page of another origin was allowed by name. */
  boolean isListed(String origin) {
    return allowed.contains(origin);
  }

  private boolean isOwn(String origin, String host) {
    try {
      URI page = URI.create(origin);
      String name = String.valueOf(page.getHost());
      boolean same = host.equalsIgnoreCase(page.getRawAuthority());
      boolean local = LOOPBACK.contains(name);
      return loopbackOnly ? local && isLoopback(host) : same;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.replaceAll(":\\d+$", ""));
  }
}
