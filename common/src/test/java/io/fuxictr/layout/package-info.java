/** Tests of where files lie. */
@org.jspecify.annotations.NullMarked
package io.fuxictr.layout;
