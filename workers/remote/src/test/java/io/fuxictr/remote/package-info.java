@NullMarked
package io.fuxictr.remote;

import org.jspecify.annotations.NullMarked;
