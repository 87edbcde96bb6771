/**
 * What others wrote, made safe to print: control characters escaped, secrets masked. The
 * only package that writes to the log.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.text;

import org.jspecify.annotations.NullMarked;
