/** Tests of the last stage, on real files. */
@NullMarked
package io.fuxictr.monitor;

import org.jspecify.annotations.NullMarked;
