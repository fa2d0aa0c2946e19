/**
 * Where tasks and events come in: submissions from HTTP and from a queue, commands of users, events
 * of workers; and the outbox from which starts and cancels go to the dispatcher. The only JMS of
 * the web server. Knows no path and no status code of HTTP.
 *
 * <p>Start with {@link io.fuxictr.web.intake.SubmissionDesk}. Thread-safe.
 */
@NullMarked
package io.fuxictr.web.intake;

import org.jspecify.annotations.NullMarked;
