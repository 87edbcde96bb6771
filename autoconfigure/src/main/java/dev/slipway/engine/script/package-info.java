/**
 * A file as a script: decoding, checksums, markers and directives, sections,
 * substitution.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.script;

import org.jspecify.annotations.NullMarked;
