/**
 * The HTTP interface: paths, status codes, JSON. Decides nothing about tasks; that is {@link
 * io.fuxictr.web.intake.SubmissionDesk}'s business.
 *
 * <p>Start with {@link io.fuxictr.web.api.Api}. Each request has a virtual thread of its own.
 */
@NullMarked
package io.fuxictr.web.api;

import org.jspecify.annotations.NullMarked;
