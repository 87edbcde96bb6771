package dev.slipway.engine.script;

import java.io.FilterReader;
import java.io.Reader;

final class SubstitutedReader extends FilterReader {

	SubstitutedReader(Reader source, Substitution substitution) {
		super(source);
	}

	long originalOffset(long offset) {
		return offset;
	}

}
