/** Tests of carrying files: on one host, over a real SSH server, and through faults. */
@NullMarked
package io.fuxictr.remote.transfer;

import org.jspecify.annotations.NullMarked;
