package io.fuxictr.web.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/**
 * What every request passes: pages of foreign origins may not change anything, bodies are JSON, and
 * answers tell browsers what they may do with them.
 */
final class Gate implements Filter {
  private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);
  private static final Set<Method> WITH_BODY = Set.of(Method.POST, Method.PUT, Method.PATCH);
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Origins origins;

  Gate(Origins origins) {
    this.origins = origins;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response
        .header(HeaderNames.create("Content-Security-Policy"), POLICY)
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
        .header(HeaderNames.create("Referrer-Policy"), "no-referrer");
    if (!request.path().path().startsWith("/api/")) {
      response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    }
    Method method = request.prologue().method();
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    origin.filter(origins::isListed).ifPresent(known -> allow(response, known));
    if (method.equals(Method.OPTIONS)) {
      response.status(Status.NO_CONTENT_204).send();
    } else if (!READING.contains(method) && !isAllowed(request, origin)) {
      refuse(response, Status.FORBIDDEN_403, "Pages of this origin may not do that");
    } else if (WITH_BODY.contains(method) && hasForeignBody(request)) {
      refuse(
          response,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "Send the body as Content-Type: application/json");
    } else {
      chain.proceed();
    }
  }

  private boolean isAllowed(RoutingRequest request, Optional<String> origin) {
    return origins.isAllowed(origin, request.headers().first(HeaderNames.HOST));
  }

  private static boolean hasForeignBody(RoutingRequest request) {
    boolean body =
        request.headers().contentLength().orElse(0) > 0
            || request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    boolean json =
        request
            .headers()
            .contentType()
            .filter(type -> type.mediaType().text().equals("application/json"))
            .isPresent();
    return body && !json;
  }

  private static void allow(RoutingResponse response, String origin) {
    response
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .header(HeaderNames.VARY, "Origin")
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE")
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type");
  }

  private static void refuse(RoutingResponse response, Status status, String detail) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
        .send("{\"detail\":\"%s\"}".formatted(detail));
  }
}
