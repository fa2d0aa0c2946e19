/** Tests of the dispatcher. */
@NullMarked
package io.fuxictr.dispatcher;

import org.jspecify.annotations.NullMarked;
