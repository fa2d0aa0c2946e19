/**
 * Files that are carried from one place to another and checked on the way. A place is a folder here
 * or at another host; one engine pulls, pushes and copies.
 *
 * <p>Start with {@link io.fuxictr.remote.transfer.Transfer}, which knows the order of things, then
 * {@link io.fuxictr.remote.transfer.ChunkCarrier} for the threads and {@link
 * io.fuxictr.remote.transfer.Place} for the two ends. A transfer belongs to one thread, which alone
 * talks to its watch; the threads it starts have ended when it returns. Knows no task and no stage.
 */
@NullMarked
package io.fuxictr.remote.transfer;

import org.jspecify.annotations.NullMarked;
