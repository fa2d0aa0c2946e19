/**
 * Files that are carried from one place to another and checked on the way: manifests, checksums,
 * transfers that go on where they were cut. Knows no task, no stage and no host; where the bytes
 * come from is a {@link io.fuxictr.remote.file.FileOrigin}.
 *
 * <p>Start with {@link io.fuxictr.remote.file.Transfer}. Records are immutable; a transfer belongs
 * to one thread.
 */
@NullMarked
package io.fuxictr.remote.file;

import org.jspecify.annotations.NullMarked;
