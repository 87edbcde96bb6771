/**
 * Placeholders and variables in the text of a script.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.script.substitution;

import org.jspecify.annotations.NullMarked;
