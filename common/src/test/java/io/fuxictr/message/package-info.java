/** Tests of the names on the wire. */
@NullMarked
package io.fuxictr.message;

import org.jspecify.annotations.NullMarked;
