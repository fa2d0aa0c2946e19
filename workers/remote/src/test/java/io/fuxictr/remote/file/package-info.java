/** Tests of manifests and transfers, on real files in temporary folders. */
@NullMarked
package io.fuxictr.remote.file;

import org.jspecify.annotations.NullMarked;
