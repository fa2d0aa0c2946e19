/**
 * The names on the wire: every message that goes from one process to another, and their JSON form.
 * Knows the domain's words; knows no broker.
 *
 * <p>Start with {@link io.fuxictr.message.StageOrder}, then {@link
 * io.fuxictr.message.MessageCodec}. All types are immutable and thread-safe.
 */
@NullMarked
package io.fuxictr.message;

import org.jspecify.annotations.NullMarked;
