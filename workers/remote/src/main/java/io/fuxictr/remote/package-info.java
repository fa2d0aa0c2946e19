/**
 * Other hosts, reached by SSH: connections with checked host keys, commands that are given as lists
 * of arguments, and jobs that outlive a connection and are found again.
 *
 * <p>Start with {@link io.fuxictr.remote.RemoteHost}. Knows no task, no stage and no message.
 */
@NullMarked
package io.fuxictr.remote;

import org.jspecify.annotations.NullMarked;
