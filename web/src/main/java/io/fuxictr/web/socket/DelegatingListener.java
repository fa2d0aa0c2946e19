package io.fuxictr.web.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import org.jspecify.annotations.Nullable;

/** A listener that learns only during the handshake who is to listen. */
abstract class DelegatingListener implements WsListener {
  private @Nullable WsListener delegate;

  /** Sets who listens; before the connection is open. */
  final void delegateTo(WsListener listener) {
    delegate = listener;
  }

  private WsListener delegate() {
    WsListener known = delegate;
    if (known == null) {
      throw new IllegalStateException("connection opened without a handshake");
    }
    return known;
  }

  @Override
  public final void onOpen(WsSession session) {
    delegate().onOpen(session);
  }

  @Override
  public final void onMessage(WsSession session, String text, boolean last) {
    delegate().onMessage(session, text, last);
  }

  @Override
  public final void onPing(WsSession session, BufferData buffer) {
    delegate().onPing(session, buffer);
  }

  @Override
  public final void onPong(WsSession session, BufferData buffer) {
    delegate().onPong(session, buffer);
  }

  @Override
  public final void onClose(WsSession session, int status, String reason) {
    delegate().onClose(session, status, reason);
  }

  @Override
  public final void onError(WsSession session, Throwable t) {
    delegate().onError(session, t);
  }
}
