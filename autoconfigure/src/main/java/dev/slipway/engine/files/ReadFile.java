package dev.slipway.engine.files;

import dev.slipway.engine.script.Script;

/**
 * A file that was read.
 *
 * @param name what its name says
 * @param script its text
 */
record ReadFile(MigrationName name, Script script) {

}
