/**
 * Failure analyzers: what the person on call reads when a start was refused.
 */
@NullMarked
package dev.slipway.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
