/**
 * The last mile to the browser: one WebSocket per open task, which first hears what it missed and
 * then what happens. Knows the store and nothing of the broker.
 *
 * <p>Start with {@link io.fuxictr.web.socket.TaskSockets}. Nobody who tells an event ever waits for
 * a browser: each socket has a bounded outbox and a thread of its own that writes.
 */
@NullMarked
package io.fuxictr.web.socket;

import org.jspecify.annotations.NullMarked;
