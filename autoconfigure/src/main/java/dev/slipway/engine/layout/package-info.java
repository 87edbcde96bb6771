/**
 * What Slipway knows of the tools that files were written for: how these name files, what
 * lines in files mean, and in which order files run. Nothing else of the engine knows a
 * tool. Internal.
 */
@NullMarked
package dev.slipway.engine.layout;

import org.jspecify.annotations.NullMarked;
